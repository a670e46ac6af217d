/** Pages and their parts: pure functions from what is to be shown to HTML. */
export { dashboardPage, panelsGrid } from './dashboard-page.js';
export { errorPage } from './error-page.js';
export { liveStatus } from './live-status.js';
export { notice } from './notice.js';
export { type PageShell, pageShell } from './page-shell.js';
export type { DashboardLink, DashboardPage, PageAssets, PageFilter, PanelFrame, Welcome } from './page-types.js';
export { panelError, panelFrame, panelOff, switchOnForm } from './panel-frame.js';
export { readable } from './readable-query.js';
export { csrfField, type Visitor, visitorOf } from './visitor.js';
export { welcomeRegion } from './welcome-region.js';
