/** `__delay __debounce __throttle`: when a listener runs after its event. */
import type { Modifiers } from './attribute-name.js';

type Listener = (event: Event) => void;
type Later = (undo: () => void) => void;

/** Wraps `listener` as the modifiers say; `onCleanup` gets what stops a run still waiting. */
export function withTiming(listener: Listener, modifiers: Modifiers, onCleanup: Later): Listener {
  let timed = listener;
  const debounce = modifiers.get('debounce');
  if (debounce) timed = debounced(timed, milliseconds(debounce), debounce, onCleanup);
  const throttle = modifiers.get('throttle');
  if (throttle) timed = throttled(timed, milliseconds(throttle), throttle, onCleanup);
  const delay = modifiers.get('delay');
  return delay ? delayed(timed, milliseconds(delay), onCleanup) : timed;
}

export function milliseconds(tags: readonly string[]): number {
  for (const tag of tags) {
    const duration = /^(\d+)(ms|s)?$/.exec(tag);
    if (duration) return Number(duration[1]) * (duration[2] === 's' ? 1000 : 1);
  }
  return 0;
}

function delayed(listener: Listener, wait: number, onCleanup: Later): Listener {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  onCleanup(() => {
    for (const timer of timers) clearTimeout(timer);
  });
  return (event) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      listener(event);
    }, wait);
    timers.add(timer);
  };
}

function debounced(listener: Listener, wait: number, tags: readonly string[], onCleanup: Later): Listener {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  return (event) => {
    if (tags.includes('leading') && timer === undefined) listener(event);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      if (!tags.includes('notrailing')) listener(event);
    }, wait);
  };
}

function throttled(listener: Listener, wait: number, tags: readonly string[], onCleanup: Later): Listener {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let missed: Event | undefined;
  onCleanup(() => clearTimeout(timer));
  return (event) => {
    if (timer !== undefined) {
      missed = event;
      return;
    }
    if (!tags.includes('noleading')) listener(event);
    else missed = event;
    timer = setTimeout(() => {
      timer = undefined;
      if (missed && tags.includes('trailing')) listener(missed);
      missed = undefined;
    }, wait);
  };
}
