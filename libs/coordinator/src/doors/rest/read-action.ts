import { BinnacleError, isJsonObject, type JsonObject } from '@binnacle/events';

/** The `action` of a body, if it has one. @throws BinnacleError `field_invalid` */
export function readAction({ action }: JsonObject): { readonly action?: { tool: string; args: JsonObject } } {
  if (action === undefined || action === null) return {};
  const args = isJsonObject(action) ? (action.args ?? {}) : undefined;
  if (!isJsonObject(action) || typeof action.tool !== 'string' || !isJsonObject(args)) {
    throw new BinnacleError('field_invalid', '`action` must be {tool, args}: a name and an object', {
      field: 'action',
    });
  }
  return { action: { tool: action.tool, args } };
}
