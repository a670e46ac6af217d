import { BinnacleError } from '@binnacle/events';

/** Which of the traces that begin here are sent, and whether a caller's own decision holds. */
export interface Sampling {
  /** 0 to 1. */
  readonly ratio: number;
  /** What a `traceparent` says is taken over. */
  readonly isParentBased: boolean;
}

const SAMPLERS = {
  always_on: { isParentBased: false, ratio: 1 },
  always_off: { isParentBased: false, ratio: 0 },
  traceidratio: { isParentBased: false, ratio: undefined },
  parentbased_always_on: { isParentBased: true, ratio: 1 },
  parentbased_always_off: { isParentBased: true, ratio: 0 },
  parentbased_traceidratio: { isParentBased: true, ratio: undefined },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * OpenTelemetry’s own variables. What the standard has besides, such as samplers that ask a server, is refused and not ignored: who
 * set it would find all traces sent.
 *
 * @throws BinnacleError `invalid_config`
 */
export function readSampling(env: Environment): Sampling {
  const name = env.OTEL_TRACES_SAMPLER || 'parentbased_always_on';
  const found = Object.hasOwn(SAMPLERS, name) ? SAMPLERS[name as keyof typeof SAMPLERS] : undefined;
  if (!found) throw refused('OTEL_TRACES_SAMPLER', name, Object.keys(SAMPLERS).join(', '));
  const { isParentBased, ratio } = found;
  // The others take no argument, whatever stands there.
  return { isParentBased, ratio: ratio ?? readRatio(env.OTEL_TRACES_SAMPLER_ARG) };
}

function readRatio(text: string | undefined): number {
  if (!text) return 1;
  const ratio = Number(text);
  if (/^\d*\.?\d+(?:e-?\d+)?$/i.test(text) && ratio >= 0 && ratio <= 1) return ratio;
  throw refused('OTEL_TRACES_SAMPLER_ARG', text, 'a number from 0 to 1');
}

const refused = (variable: string, value: string, allowed: string) =>
  new BinnacleError('invalid_config', `${variable} is ${JSON.stringify(value.slice(0, 100))}; allowed: ${allowed}`, {
    variable,
  });
