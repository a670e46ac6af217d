import type { PanelProvider } from '@binnacle/plugin-kit';

/** The panels a plugin's module exports, alone, in a list or inside a plugin, each once. */
export function panelsOf(exported: Readonly<Record<string, unknown>>): PanelProvider[] {
  const found = new Set<PanelProvider>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value) && isObject(value.panel)) found.add(value as unknown as PanelProvider);
    else if (isObject(value) && Array.isArray(value.providers)) visit(value.providers);
  };
  Object.values(exported).forEach(visit);
  return [...found];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
