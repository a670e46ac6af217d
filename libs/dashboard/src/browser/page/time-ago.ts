import { formatTime, type TimeFormat } from './format-time.js';
import { onTick } from './shared-tick.js';

/**
 * `<time-ago datetime="ISO" format="relative|elapsed|clock|moment">server's text</time-ago>`. What it shows lives in a shadow
 * root, where no morph reaches; the server's text stays below it for readers without scripts.
 */
export class TimeAgo extends HTMLElement {
  static readonly observedAttributes = ['datetime', 'format'];
  readonly #time = document.createElement('time');
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).append(this.#time);
  }

  connectedCallback(): void {
    this.#stop ??= onTick((now) => this.#show(now));
    this.#show(new Date());
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  attributeChangedCallback(): void {
    if (this.#stop) this.#show(new Date());
  }

  #show(now: Date): void {
    const datetime = this.getAttribute('datetime') ?? '';
    const then = new Date(datetime);
    const known = !Number.isNaN(then.getTime());
    const format = (this.getAttribute('format') ?? 'relative') as TimeFormat;
    const text = known ? formatTime(format, then, now) : (this.textContent ?? '');
    if (this.#time.textContent !== text) this.#time.textContent = text;
    if (!known || this.#time.dateTime === datetime) return;
    this.#time.dateTime = datetime;
    this.#time.title = then.toLocaleString();
  }
}
