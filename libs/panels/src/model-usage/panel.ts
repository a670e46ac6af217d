import { definePanel, PriceBook } from '@binnacle/plugin-kit';
import { initial, use } from './state.js';
import { PANEL, view } from './view.js';

/** What models are used, by whom, and what that costs. */
export const modelUsage = definePanel({
  id: PANEL,
  version: 3,
  title: 'Models',
  size: 'half',
  order: 80,
  options: { by: { type: 'choice', label: 'First by', default: 'model', choices: ['model', 'agent'] } },
  initial,
  on: { 'model:response': use },
  inject: [PriceBook],
  view,
});
