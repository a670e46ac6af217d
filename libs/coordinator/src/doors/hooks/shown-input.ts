import { isJsonObject, type JsonObject, parseEvent } from '@binnacle/events';
import { type AcceptService, fitEvent, type HookBody, hookEvent } from '@binnacle/ingest';
import { HOOK_DIALECTS } from './hook-dialects.js';

/** The input of a tool as people see it: behind the ingest filters, which may mask secrets. */
export function shownInput(acceptance: AcceptService, project: string, body: HookBody): JsonObject {
  const call = { ...body.fields, hook_event_name: HOOK_DIALECTS[body.vendor].asks.call };
  const event = hookEvent(body.vendor, call);
  if (!event) return body.input;
  const receivedAt = new Date().toISOString();
  const { payload } = acceptance.filtered(parseEvent(fitEvent(event), { project, receivedAt }));
  return isJsonObject(payload.input) ? payload.input : body.input;
}
