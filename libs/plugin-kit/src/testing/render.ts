import type { PanelProvider } from '../define-panel.js';

/** The panel's HTML for a state; `injected` stands for what Nest would inject, in the order of `inject`. */
export const render = <S>(panel: PanelProvider<S>, state: S, ...injected: readonly unknown[]): string =>
  panel.panel.view(state, ...(injected as never[])).toString();
