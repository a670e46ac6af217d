/** Panels that do what a panel must not, at every event. */
import { definePanel, html } from '../../dist/libs/plugin-kit/src/index.js';

const HUGE = 'x'.repeat(50_000_000);
const panel = (id, more) =>
  definePanel({
    id,
    version: 1,
    title: id,
    initial: () => 0,
    on: { '*': (n) => n + 1 },
    view: (n) => html`${n}`,
    ...more,
  });
const throws = () => {
  throw new Error('broke');
};
const spin = (ms) => {
  for (const end = performance.now() + ms; performance.now() < end; );
};

export const hostilePanels = {
  throws: panel('throws', { on: { '*': throws } }),
  'throws in its view': panel('bad-view', { view: throws }),
  'renders 50 MB': panel('huge', { view: () => html`${HUGE}` }),
  'loops 200 ms an event': panel('loops', {
    on: {
      '*': (n) => {
        spin(200);
        return n + 1;
      },
    },
  }),
  'keeps every event': panel('keeps', {
    initial: () => [],
    on: {
      '*': (kept, event) => {
        kept.push(event);
        return kept;
      },
    },
  }),
};
