/** Every attribute the client knows. Others (`data-id`, `data-nav`, …) are the page's own and are left alone. */
import type { AppliedAttribute } from './applied-attribute.js';
import { attr } from './attr.js';
import { bind } from './bind.js';
import { classes } from './class.js';
import { indicator } from './indicator.js';
import { init } from './init.js';
import { on } from './on.js';
import { setSignals } from './set-signals.js';
import { show } from './show.js';
import { text } from './text.js';

export type AttributePlugin = (applied: AppliedAttribute) => void;

export const ATTRIBUTE_PLUGINS: ReadonlyMap<string, AttributePlugin> = new Map(
  Object.entries({ attr, bind, class: classes, indicator, init, on, signals: setSignals, show, text }),
);
