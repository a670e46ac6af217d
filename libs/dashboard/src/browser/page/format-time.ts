/** How a moment is written: `relative` ("12 s ago", "in 4 min"), `elapsed` ("3 min 12 s"), `clock` (local time of day), `moment` (with the day). */
export type TimeFormat = 'relative' | 'elapsed' | 'clock' | 'moment';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds that two clocks may differ without anybody being told of the future. */
const CLOCK_SKEW = 30;

export function formatTime(format: TimeFormat, then: Date, now: Date): string {
  if (format === 'clock') return clock(then);
  if (format === 'moment') return `${day(then)} ${clock(then)}`;
  const seconds = Math.floor((now.getTime() - then.getTime()) / 1_000);
  return format === 'elapsed' ? elapsed(Math.max(0, seconds)) : relative(seconds);
}

function clock(then: Date): string {
  return [then.getHours(), then.getMinutes(), then.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

function day(then: Date): string {
  return [then.getFullYear(), then.getMonth() + 1, then.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

function relative(seconds: number): string {
  // A browser's clock may be a little behind the server's: the near future is now.
  if (seconds < -CLOCK_SKEW) return `in ${rounded(-seconds)}`;
  return seconds < 1 ? 'now' : `${rounded(seconds)} ago`;
}

function rounded(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  return seconds < DAY ? `${Math.floor(seconds / HOUR)} h` : `${Math.floor(seconds / DAY)} d`;
}

function elapsed(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ${seconds % MINUTE} s`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min`;
  return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / HOUR)} h`;
}
