import { BinnacleError, MAX_REFERENCE_CHARS, parsePatterns } from '@binnacle/events';
import { refuseUnknown } from '@binnacle/http';
import { STATS_DIMENSIONS, type StatsDimension, type StatsQuery } from '@binnacle/persistence';
import { invalid, type QueryParameters, single, time } from '../history/event-query.js';
import { alignedRange, isStep, STEPS, type Step, stepFor } from './steps.js';

const DAY_MS = 86_400_000;
/** Points of one chart, when the step is left to us. */
const DEFAULT_POINTS = 120;
const MAX_POINTS = 2_000;
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** Of each, one value may be asked for. */
const ONLY: Readonly<Record<string, StatsDimension>> = {
  category: 'category',
  agent_id: 'agent',
  session_id: 'session',
  graph_id: 'graph',
  node_id: 'node',
  tool: 'tool',
  model: 'model',
};

/** @throws BinnacleError `invalid_query`, `invalid_pattern` */
export function readStatsQuery(
  project: string,
  parameters: QueryParameters,
  nowMs: number,
): StatsQuery & { readonly step: Step } {
  refuseUnknown(parameters, ['from', 'to', 'step', 'by', 'limit', 'type', ...Object.keys(ONLY)]);
  const to = millis(time(parameters, 'to')) ?? nowMs;
  const from = millis(time(parameters, 'from')) ?? to - DAY_MS;
  if (from >= to) throw invalid('from', 'must be before `to`');
  const by = readBy(single(parameters, 'by'));
  const only = readOnly(parameters);
  const finest = (by ?? only?.dimension ?? 'type') === 'type' || by === 'category' || only?.dimension === 'category';
  const step = readStep(single(parameters, 'step'), stepFor(from, to, DEFAULT_POINTS), finest);
  const range = alignedRange(from, to, step);
  if (range.points > MAX_POINTS) {
    throw invalid('step', `of ${step} gives ${range.points} points; the limit is ${MAX_POINTS}`);
  }
  if (by && only && by !== only.dimension) throw invalid('by', `goes with one dimension: ${by} or ${only.dimension}`);
  const typed = parameters.type === undefined ? undefined : parsePatterns(parameters.type);
  if (typed && ((by && by !== 'type' && by !== 'category') || only)) {
    throw invalid('type', 'goes with `by` type or category, and with no other filter');
  }
  const { from: start, to: end } = range;
  const limit = readLimit(single(parameters, 'limit'));
  const stepSeconds = STEPS[step];
  return { project, from: start, to: end, step, stepSeconds, by, only, patterns: typed, limit };
}

const millis = (timestamp: string | undefined) => (timestamp === undefined ? undefined : Date.parse(timestamp));

function readBy(text: string | undefined): StatsDimension | undefined {
  const found = STATS_DIMENSIONS.find((dimension) => dimension === text);
  if (text !== undefined && !found) throw invalid('by', `must be one of ${STATS_DIMENSIONS.join(', ')}`);
  return found;
}

function readOnly(parameters: QueryParameters): StatsQuery['only'] {
  const [name, second] = Object.keys(ONLY).filter((key) => single(parameters, key) !== undefined);
  if (name === undefined) return undefined;
  if (second !== undefined) throw invalid(second, `can't be asked for beside \`${name}\`: sums are by one dimension`);
  const value = single(parameters, name) ?? '';
  if (value.length > MAX_REFERENCE_CHARS || value.includes('\0')) {
    throw invalid(name, `must be a text of at most ${MAX_REFERENCE_CHARS} characters`);
  }
  return { dimension: ONLY[name] as StatsDimension, value };
}

function readStep(text: string | undefined, chosen: Step, finest: boolean): Step {
  if (text === undefined) return !finest && STEPS[chosen] < STEPS['1h'] ? '1h' : chosen;
  if (!isStep(text)) throw invalid('step', `must be one of ${Object.keys(STEPS).join(', ')}`);
  if (!finest && STEPS[text] < STEPS['1h']) throw invalid('step', 'must be 1h or more, except by type or category');
  return text;
}

function readLimit(text: string | undefined): number {
  const limit = text === undefined ? DEFAULT_LIMIT : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw new BinnacleError('invalid_query', `\`limit\` must be 1 to ${MAX_LIMIT}`, { parameter: 'limit' });
  }
  return limit;
}
