import { type BinnacleEvent, preview, summarise, who } from '@binnacle/plugin-kit';
import { isSmall } from './is-small.js';

/** Characters of a payload that a row shows; the whole one is a click away. */
const DETAIL_CHARS = 600;

interface Texts {
  readonly who: string;
  readonly summary: string;
  readonly detail: string;
}

/**
 * One line of the log. Its texts are made when it is first shown: of thousands of events a second, two hundred are. A big
 * payload is not kept for that, its texts are made at once.
 */
export class LogRow {
  readonly seq: string;
  readonly id: string;
  readonly timestamp: string;
  readonly type: string;
  readonly category: string;
  readonly failed: boolean;
  private texts: Texts | BinnacleEvent;

  constructor(event: BinnacleEvent) {
    this.seq = event.seq.toString();
    this.id = event.id;
    this.timestamp = event.timestamp;
    this.type = event.type;
    this.category = event.category;
    this.failed = event.action === 'failed';
    this.texts = isSmall(event.payload) ? event : textsOf(event);
  }

  get who(): string {
    return this.shown().who;
  }

  get summary(): string {
    return this.shown().summary;
  }

  get detail(): string {
    return this.shown().detail;
  }

  private shown(): Texts {
    if ('payload' in this.texts) this.texts = textsOf(this.texts);
    return this.texts;
  }
}

const textsOf = (event: BinnacleEvent): Texts => ({
  who: preview(who(event), 80),
  summary: summarise(event),
  detail: detailOf(event.payload),
});

function detailOf(payload: BinnacleEvent['payload']): string {
  const text = JSON.stringify(payload, null, 2);
  return text.length > DETAIL_CHARS ? `${text.slice(0, DETAIL_CHARS).toWellFormed()}…` : text;
}
