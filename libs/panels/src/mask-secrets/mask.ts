import { SECRET_KEY, type SecretPattern } from './secret-patterns.js';

const MASKED = (name: string): string => `[masked ${name}]`;

/** Text with every secret replaced; the same string when there is none. */
export function maskText(text: string, patterns: readonly SecretPattern[]): string {
  if (text.length < 8) return text;
  let masked = text;
  for (const { name, expression } of patterns) masked = masked.replace(expression, MASKED(name));
  return masked;
}

/** A JSON value with every secret replaced, at any depth; the same reference when there is none. */
export function maskValue<T>(value: T, patterns: readonly SecretPattern[]): T {
  if (typeof value === 'string') return maskText(value, patterns) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => maskValue(item, patterns));
    return (items.some((item, index) => item !== value[index]) ? items : value) as T;
  }
  let changed: [string, unknown][] | undefined;
  const entries = Object.entries(value);
  entries.forEach(([key, child], index) => {
    const masked =
      typeof child === 'string' && child !== '' && SECRET_KEY.test(key) ? MASKED('value') : maskValue(child, patterns);
    if (masked === child) return;
    changed ??= [...entries];
    changed[index] = [key, masked];
  });
  return changed ? (Object.fromEntries(changed) as T) : value;
}
