/**
 * Effects that run again when what they read has changed, after the outermost batch. The dependency is a set owned by
 * whoever is read (see SignalStore); this file only knows who is running now and who must run next.
 */

/** Effects that subscribe to one readable thing. */
export type Readers = Set<Effect>;

interface Effect {
  run(): void;
  readonly sources: Set<Readers>;
}

/** An effect that writes what it reads would never settle; past this many rounds it is cut off and reported. */
const MAX_ROUNDS = 100;

let running: Effect | undefined;
let depth = 0;
let alive = 0;
const due = new Set<Effect>();

export function effect(body: () => void): () => void {
  const self: Effect = {
    sources: new Set(),
    run() {
      forget(self);
      const outer = running;
      running = self;
      try {
        body();
      } finally {
        running = outer;
      }
    },
  };
  alive++;
  let disposed = false;
  self.run();
  return () => {
    if (disposed) return;
    disposed = true;
    alive--;
    due.delete(self);
    forget(self);
  };
}

/** The running effect, if any, is run again when `notify(readers)` is called. */
export function track(readers: Readers): void {
  if (!running) return;
  readers.add(running);
  running.sources.add(readers);
}

export function notify(readers: Readers): void {
  for (const reader of readers) due.add(reader);
}

export function untracked<T>(body: () => T): T {
  const outer = running;
  running = undefined;
  try {
    return body();
  } finally {
    running = outer;
  }
}

/** Effects run once after the outermost batch, whatever the number of writes in it. */
export function batch<T>(body: () => T): T {
  depth++;
  try {
    return body();
  } finally {
    if (depth === 1) settle();
    depth--;
  }
}

/** Effects alive now: a leak test reads it. */
export function effectCount(): number {
  return alive;
}

function settle(): void {
  for (let round = 0; due.size > 0; round++) {
    const now = [...due];
    due.clear();
    if (round === MAX_ROUNDS) {
      console.error('[datastar] effects that change what they read were stopped');
      return;
    }
    for (const reader of now) untracked(() => reader.run());
  }
}

function forget(self: Effect): void {
  for (const readers of self.sources) readers.delete(self);
  self.sources.clear();
}
