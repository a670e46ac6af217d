import type { HookVendor } from '@binnacle/ingest';

/** What the URL of a hook says about asking people. */
export interface HookOptions {
  /** Name of the agent; default: client and session. */
  readonly agent: string | undefined;
  /** `permissions`: permission prompts. Others are names of tools whose calls wait for people; `*` is all. */
  readonly hold: ReadonlySet<string>;
  /** What happens when nobody answers: an explicit refusal, or no opinion. Undefined: by the kind of hook. */
  readonly onTimeout: 'deny' | 'pass' | undefined;
  /** Seconds until people's time is over: before the client's own limit, after which it would go on by itself. */
  readonly holdSeconds: number;
  /** What of the URL was not understood. */
  readonly faults: readonly string[];
}

/** {@link HookOptions} of one call, and whose it is. */
export interface CallOptions extends HookOptions {
  readonly project: string;
}

export type HookQuery = Readonly<Record<string, unknown>>;

/** Seconds the clients wait for a hook unless they are told otherwise. */
const CLIENT_TIMEOUTS: Readonly<Record<HookVendor, number>> = { 'claude-code': 600, codex: 600, gemini: 60 };
const MAX_TIMEOUT = 86_400;
/** Seconds kept for the way back: a tenth, within these. */
const MARGIN = { least: 1, most: 10 };
const MAX_HELD_TOOLS = 100;
const MAX_HOLD_CHARS = 4_096;

/**
 * Reads `agent`, `hold`, `on_timeout` and `timeout`. Nothing here is refused: to the client an error of a hook means that the
 * tool may run. What is not understood is told in the log; for `on_timeout` it means deny, for `hold` that every call waits.
 */
export function hookOptions(vendor: HookVendor, query: HookQuery): HookOptions {
  const faults: string[] = [];
  const text = (name: string): string | undefined => {
    const value = query[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string' && value.length <= 4_096) return value;
    faults.push(`\`${name}\` is given twice or too long`);
    return undefined;
  };
  const policy = text('on_timeout');
  if (policy !== undefined && policy !== 'deny' && policy !== 'pass') {
    faults.push(`\`on_timeout\` is ${JSON.stringify(policy.slice(0, 60))}; deny or pass is meant`);
  }
  return {
    agent: text('agent')?.slice(0, 256),
    hold: held(query.hold, faults),
    onTimeout: policy === undefined || policy === 'pass' ? policy : 'deny',
    holdSeconds: holdSeconds(text('timeout'), CLIENT_TIMEOUTS[vendor], faults),
    faults,
  };
}

function held(given: unknown, faults: string[]): ReadonlySet<string> {
  if (given === undefined || given === '') return new Set(['permissions']);
  // Given twice, both are meant.
  const names = [given]
    .flat()
    .flatMap((list) => String(list).slice(0, MAX_HOLD_CHARS).split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'none');
  const isWhole = [given].flat().every((list) => typeof list === 'string' && list.length <= MAX_HOLD_CHARS);
  if (isWhole && names.length <= MAX_HELD_TOOLS) return new Set(names);
  faults.push(`\`hold\` is too long, or names more than ${MAX_HELD_TOOLS} tools: every call waits`);
  return new Set(['permissions', '*']);
}

function holdSeconds(given: string | undefined, usual: number, faults: string[]): number {
  let timeout = usual;
  if (given !== undefined) {
    const seconds = Number(given);
    if (seconds >= 2 && seconds <= MAX_TIMEOUT) timeout = seconds;
    else faults.push(`\`timeout\` is ${JSON.stringify(given.slice(0, 60))}; 2 to ${MAX_TIMEOUT} seconds are meant`);
  }
  return timeout - Math.min(MARGIN.most, Math.max(MARGIN.least, timeout / 10));
}
