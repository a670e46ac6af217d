/** What one patch says → the page. Frames of a stream and one-shot replies both end here. */
import { reportFault } from '../attributes/report-fault.js';
import { frameArguments } from '../patches/frame-arguments.js';
import { patchElements } from '../patches/patch-elements.js';
import { patchSignals } from '../patches/patch-signals.js';
import { dispatchFetch } from './fetch-events.js';

const PATCHES = {
  'datastar-patch-elements': patchElements,
  'datastar-patch-signals': patchSignals,
};
type PatchType = keyof typeof PATCHES;

/** A faulty patch is reported and skipped: the frames after it still count. */
export function applyPatch(type: PatchType, el: Element, args: Record<string, string>): void {
  dispatchFetch(type, el, args);
  try {
    PATCHES[type](args);
  } catch (error) {
    reportFault(el, type, error);
  }
}

export function applyFrame(type: string, el: Element, data: string): void {
  if (Object.hasOwn(PATCHES, type)) applyPatch(type as PatchType, el, frameArguments(data));
}

/** A reply that is no stream: HTML patches elements, JSON patches signals, scripts are refused. */
export async function applyReply(response: Response, el: Element): Promise<void> {
  const type = response.headers.get('Content-Type') ?? '';
  const named = (names: string[]) =>
    Object.fromEntries(names.flatMap((name) => argument(name, response.headers.get(`datastar-${kebab(name)}`))));
  if (type.includes('text/html')) {
    const args = named(['selector', 'mode', 'namespace', 'useViewTransition']);
    applyPatch('datastar-patch-elements', el, { ...args, elements: await response.text() });
  } else if (type.includes('application/json')) {
    applyPatch('datastar-patch-signals', el, { ...named(['onlyIfMissing']), signals: await response.text() });
  } else if (type.includes('javascript')) {
    console.warn(`[datastar] a script from ${response.url} was refused: this client runs no code from replies`);
  }
}

function argument(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
