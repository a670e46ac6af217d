import type { WireEvent } from '@binnacle/events';
import { localTime } from './event-line.js';
import { colourOf, type Paint } from './paint.js';
import { plainLine } from './plain-text.js';
import { summary } from './summary.js';

const HEAD = ['SEQ', 'TIME', 'TYPE', 'AGENT', 'ABOUT'] as const;

/** A page of events as lines under a head, each column as wide as its longest value. */
export function eventTable(events: readonly WireEvent[], paint: Paint, columns?: number): string[] {
  const rows = events.map((event) => ({
    colour: colourOf(event.action),
    cells: [event.seq, localDay(event.timestamp), event.type, event.agent_id ?? '-', summary(event)].map(plainLine),
  }));
  const widths = HEAD.map((title, index) => Math.max(title.length, ...rows.map(({ cells }) => cells[index]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join('  ')
      .trimEnd();
  const cut = (text: string) =>
    columns === undefined || text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
  return [paint('grey', cut(line(HEAD))), ...rows.map(({ cells, colour }) => paint(colour, cut(line(cells))))];
}

function localDay(timestamp: string): string {
  const time = new Date(timestamp);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${localTime(timestamp)}`;
}
