/** Pages, the live hub, and the doors that read: history over REST and the raw event stream. */
export { ActionRunner } from './actions/action-runner.js';
export { type FreshKeyRequest, FreshKeys } from './connect/fresh-keys.js';
export { DashboardModule } from './dashboard.module.js';
export { DashboardOptions } from './dashboard-options.js';
export { AssetStore } from './http/asset-store.js';
export { encodePatch } from './hub/frame-encoder.js';
export { LiveHub } from './hub/live-hub.js';
export { DASHBOARD_SCHEMAS } from './openapi/index.js';
export { errorPage, notice } from './pages/index.js';
