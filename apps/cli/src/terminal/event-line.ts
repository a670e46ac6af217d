import type { WireEvent } from '@binnacle/events';
import { colourOf, type Paint } from './paint.js';
import { plainLine } from './plain-text.js';
import { summary } from './summary.js';

const TYPE_WIDTH = 16;
const AGENT_WIDTH = 14;

/** One event on one line: local time, type, agent, what it is about; cut at `columns` when somebody looks at it. */
export function eventLine(event: WireEvent, paint: Paint, columns?: number): string {
  const time = localTime(event.timestamp);
  const type = plainLine(event.type).padEnd(TYPE_WIDTH);
  const agent = plainLine(event.agent_id ?? '-').padEnd(AGENT_WIDTH);
  const left = columns === undefined ? undefined : columns - time.length - type.length - agent.length - 3;
  const about = cut(summary(event), left);
  return `${paint('grey', time)} ${paint(colourOf(event.action), type)} ${paint('bold', agent)} ${about}`.trimEnd();
}

/** `14:03:59.120` on the reader's clock. */
export function localTime(timestamp: string): string {
  const time = new Date(timestamp);
  const two = (value: number) => String(value).padStart(2, '0');
  const millis = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${millis}`;
}

const cut = (text: string, width: number | undefined): string =>
  width === undefined || text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
