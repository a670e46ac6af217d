/**
 * What an expression may touch. An allow list of calls and of writes, and three names that are refused even for
 * reading, because they lead from any value to `Function`.
 */
const REFUSED = new Set(['constructor', '__proto__', 'prototype']);

const CALLABLE = new Set(
  [
    'at charAt concat endsWith includes indexOf join lastIndexOf padEnd padStart replace replaceAll slice split',
    'startsWith substring toFixed toLocaleString toLowerCase toString toUpperCase trim trimEnd trimStart',
    'blur checkValidity click close focus preventDefault reportValidity requestSubmit reset scrollIntoView select',
    'setCustomValidity show showModal stopImmediatePropagation stopPropagation hidePopover showPopover togglePopover',
    'closest contains getAttribute getElementById hasAttribute matches querySelector stringify test',
  ].flatMap((names) => names.split(' ')),
);

/** Element state that holds no code and no address. */
const WRITABLE = new Set([
  'checked',
  'disabled',
  'hidden',
  'indeterminate',
  'open',
  'scrollTop',
  'selectedIndex',
  'value',
]);

/** A property name as text, read once: an object whose `toString` changes its answer must not slip past the check. */
export function memberName(key: unknown): string {
  const name = String(key);
  if (REFUSED.has(name)) throw new Error(`"${name}" may not be used in an expression`);
  return name;
}

export function readMember(owner: unknown, name: string): unknown {
  return (owner as Record<string, unknown>)[memberName(name)];
}

export function writeMember(owner: unknown, name: string, value: unknown): void {
  if (!WRITABLE.has(name)) throw new Error(`"${name}" may not be assigned in an expression`);
  (owner as Record<string, unknown>)[name] = value;
}

export function callMember(owner: unknown, name: string, args: unknown[]): unknown {
  const method = readMember(owner, name);
  if (!(CALLABLE.has(name) || owner === Math) || typeof method !== 'function') {
    throw new Error(`"${name}()" may not be called in an expression`);
  }
  return method.apply(owner, args);
}
