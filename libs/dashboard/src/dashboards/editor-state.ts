import { randomBytes } from 'node:crypto';
import type { OptionValue } from '@binnacle/plugin-kit';
import type { PluginRegistry } from '@binnacle/registry';
import { type DashboardDraft, LIMITS, parseDashboard, type Slot } from './dashboard.js';

/** A slot as the form has it: everything is text. */
export interface EditorSlot {
  /** Names its fields and DOM ids, so that a slot that moves keeps them. */
  readonly key: string;
  readonly panel: string;
  readonly title: string;
  readonly size: string;
  readonly options: Readonly<Record<string, string>>;
  readonly filters: Readonly<Record<string, string>>;
}

/** A dashboard while it is edited. All of it is in the form: nothing is kept here between two requests. */
export interface EditorState {
  readonly name: string;
  readonly revision: number | undefined;
  readonly slots: readonly EditorSlot[];
}

const KEY = /^[a-z0-9]{1,12}$/;

export const editorOf = ({ name, panels, revision }: DashboardDraft & { readonly revision?: number }): EditorState => ({
  name,
  revision,
  slots: panels.map((slot) => ({
    key: newKey(),
    panel: slot.panel,
    title: slot.title ?? '',
    size: slot.size ?? '',
    options: texts(slot.options ?? {}),
    filters: slot.filters ?? {},
  })),
});

/** Reads the form. Keys that are none are dropped with their slot. */
export function readEditor(form: URLSearchParams): EditorState {
  const keys = [...new Set(form.getAll('slot'))].filter((key) => KEY.test(key)).slice(0, LIMITS.panels);
  const last = (name: string) => form.getAll(name).at(-1) ?? '';
  const under = (prefix: string) => {
    const names = [...new Set(form.keys())].filter((name) => name.startsWith(prefix));
    return Object.fromEntries(names.map((name) => [name.slice(prefix.length), last(name)]));
  };
  return {
    name: last('name'),
    revision: Number(last('revision')) || undefined,
    slots: keys.map((key) => ({
      key,
      panel: last(`${key}.panel`),
      title: last(`${key}.title`),
      size: last(`${key}.size`),
      options: under(`${key}.o.`),
      filters: under(`${key}.f.`),
    })),
  };
}

/** What a button of the editor does: `up:<key>`, `down:<key>`, `remove:<key>`, `add`. */
export function edited(state: EditorState, operation: string, toAdd: string): EditorState {
  const [verb, key] = operation.split(':');
  const at = state.slots.findIndex((slot) => slot.key === key);
  const slots = [...state.slots];
  if (verb === 'add' && toAdd && slots.length < LIMITS.panels) {
    slots.push({ key: newKey(), panel: toAdd, title: '', size: '', options: {}, filters: {} });
  }
  const found = slots[at];
  if (found && verb === 'remove') slots.splice(at, 1);
  if (found && (verb === 'up' || verb === 'down')) {
    slots.splice(at, 1);
    slots.splice(Math.max(0, verb === 'up' ? at - 1 : at + 1), 0, found);
  }
  return { ...state, slots };
}

/** @throws BinnacleError `invalid_dashboard`, `invalid_options` */
export function draftOf({ name, slots }: EditorState, registry: PluginRegistry): DashboardDraft {
  return parseDashboard({ name: name.trim(), panels: slots.map((slot) => slotOf(slot, registry)) });
}

function slotOf({ panel, title, size, options, filters }: EditorSlot, registry: PluginRegistry): Slot {
  const chosen = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  const changed = changedOptions(panel, options, registry);
  return {
    panel,
    ...(title && { title }),
    ...(size && { size: size as Slot['size'] }),
    ...(Object.keys(changed).length > 0 && { options: changed }),
    ...(Object.keys(chosen).length > 0 && { filters: chosen }),
  };
}

/** Typed, and only what is not the default: a later default of the author's is then taken over. */
function changedOptions(
  panel: string,
  given: EditorSlot['options'],
  registry: PluginRegistry,
): Record<string, OptionValue> {
  const known = registry.panels.find(({ id }) => id === panel);
  if (!known) return given;
  const values = known.optionsFor(given);
  const defaults = known.optionsFor({});
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== defaults[name]));
}

const texts = (values: Readonly<Record<string, OptionValue>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const newKey = (): string => randomBytes(4).toString('hex');
