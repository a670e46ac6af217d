import { type Html, html } from '../html.js';

/**
 * A time the browser shows in the reader's zone and keeps current. The UTC text inside is what a browser without scripts
 * shows; it never changes for one event, so frames stay small.
 */
export const timeAgo = (timestamp: string, format: 'relative' | 'clock' | 'elapsed' | 'moment' = 'relative'): Html =>
  html`<time-ago datetime="${timestamp}" format="${format}">${format === 'moment' && `${timestamp.slice(0, 10)} `}${timestamp.slice(11, 19)} UTC</time-ago>`;
