/** The steps that statistics come in, in seconds. */
export const STEPS = {
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '30m': 1_800,
  '1h': 3_600,
  '3h': 10_800,
  '6h': 21_600,
  '12h': 43_200,
  '1d': 86_400,
  '7d': 604_800,
} as const;
export type Step = keyof typeof STEPS;

export const isStep = (text: string): text is Step => Object.hasOwn(STEPS, text);

/** The finest step that draws a range with at most so many points. */
export function stepFor(fromMs: number, toMs: number, points: number): Step {
  const names = Object.keys(STEPS) as Step[];
  return names.find((name) => (toMs - fromMs) / 1_000 / STEPS[name] <= points) ?? '7d';
}

/** A Monday: where the weeks begin. The finer steps divide a day. */
const ORIGIN_MS = Date.UTC(1970, 0, 5);

/** The range, made wider to the borders of the step. */
export function alignedRange(fromMs: number, toMs: number, step: Step): { from: string; to: string; points: number } {
  const stepMs = STEPS[step] * 1_000;
  const from = Math.floor((fromMs - ORIGIN_MS) / stepMs);
  const to = Math.max(Math.ceil((toMs - ORIGIN_MS) / stepMs), from + 1);
  const at = (index: number) => new Date(ORIGIN_MS + index * stepMs).toISOString();
  return { from: at(from), to: at(to), points: to - from };
}
