import { definePanel } from '@binnacle/plugin-kit';
import { initial, use } from './state.js';
import { PANEL, view } from './view.js';

/** What models are used, and what that costs. */
export const modelUsage = definePanel({
  id: PANEL,
  version: 1,
  title: 'Models',
  size: 'half',
  order: 80,
  initial,
  on: { 'model:response': use },
  view,
});
