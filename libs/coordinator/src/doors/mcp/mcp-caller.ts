import { MAX_REFERENCE_CHARS } from '@binnacle/events';

/** Who calls, as far as URL and headers tell. Arguments of a tool say it better. */
export interface McpCaller {
  readonly project: string;
  readonly agent: string | undefined;
  readonly session: string | undefined;
  /** The program, where neither it nor its User-Agent says it. */
  readonly client: string | undefined;
  /** Seconds one call may wait for a person; undefined: by the client. */
  readonly waitSeconds: number | undefined;
  readonly userAgent: string;
  /** Runs when the last byte of the answer went to the socket. */
  onSent(work: () => void): void;
}

type Query = Readonly<Record<string, unknown>>;

/** Seconds: above it clients give up whatever they are told. */
export const MAX_WAIT_SECONDS = 3_600;

export const readCaller = (
  query: Query,
  userAgent: string | undefined,
  given: Pick<McpCaller, 'project' | 'onSent'>,
): McpCaller => ({
  project: given.project,
  agent: text(query.agent),
  session: text(query.session),
  client: text(query.client),
  waitSeconds: seconds(query.wait),
  userAgent: userAgent ?? '',
  onSent: given.onSent,
});

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_REFERENCE_CHARS ? value : undefined;

function seconds(value: unknown): number | undefined {
  const given = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return given >= 0 && given <= MAX_WAIT_SECONDS ? given : undefined;
}
