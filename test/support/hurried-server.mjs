/** The production server, whose timers of a minute ring at once on SIGUSR2: what it does when somebody has waited long. */
const { setTimeout: set, clearTimeout: clear } = globalThis;
const MINUTE_MS = 60_000;
const held = new Map();

globalThis.setTimeout = Object.assign((callback, ms, ...given) => {
  if (ms !== MINUTE_MS) return set(callback, ms, ...given);
  const ring = () => {
    globalThis.clearTimeout(timer);
    callback(...given);
  };
  const timer = set(ring, ms);
  held.set(timer, ring);
  return timer;
}, set);
globalThis.clearTimeout = (timer) => {
  held.delete(timer);
  clear(timer);
};
process.on('SIGUSR2', () => {
  for (const ring of [...held.values()]) ring();
});

await import('../../dist/apps/server/src/main.js');
