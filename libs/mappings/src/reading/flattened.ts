/** Lists that a convention writes as numbered attributes, as structure again. */
import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/plugin-kit';

/** Beyond it a path is kept as one name. */
const MAX_STEPS = 12;
const INDEX = /^\d{1,5}$/;
/** OpenInference has a name of its kind around each item. */
const WRAPPERS = new Set([
  'message',
  'message_content',
  'tool_call',
  'document',
  'embedding',
  'tool',
  'choice',
  'prompt',
]);

type Branch = Map<string, JsonValue | Branch>;

/** `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content` … → a list in its order; undefined when there is none. */
export function numbered(attributes: JsonObject, prefix: string): JsonValue | undefined {
  const root: Branch = new Map();
  for (const key in attributes) {
    if (!key.startsWith(prefix)) continue;
    const [index = '', ...path] = key.slice(prefix.length).split('.');
    if (INDEX.test(index) && path.length > 0) put(root, [index, ...shortened(path)], attributes[key] ?? null);
  }
  return root.size > 0 ? jsonOf(root) : undefined;
}

const shortened = (path: readonly string[]): readonly string[] =>
  path.length <= MAX_STEPS ? path : [...path.slice(0, MAX_STEPS - 1), path.slice(MAX_STEPS - 1).join('.')];

function put(branch: Branch, [step = '', ...rest]: readonly string[], value: JsonValue): void {
  if (rest.length === 0) {
    if (!(branch.get(step) instanceof Map)) branch.set(step, value);
    return;
  }
  const next = branch.get(step);
  const below: Branch = next instanceof Map ? next : new Map();
  branch.set(step, below);
  put(below, rest, value);
}

function jsonOf(branch: JsonValue | Branch): JsonValue {
  if (!(branch instanceof Map)) return branch;
  const entries = [...branch].map(([key, value]): [string, JsonValue] => [key, jsonOf(value)]);
  if (entries.length > 0 && entries.every(([key]) => INDEX.test(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => unwrapped(value));
  }
  // `fromEntries` defines: a key may be `__proto__`.
  return Object.fromEntries(entries);
}

function unwrapped(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const [[key, inner] = [], another] = Object.entries(value);
  return key !== undefined && another === undefined && WRAPPERS.has(key) && isJsonObject(inner) ? inner : value;
}
