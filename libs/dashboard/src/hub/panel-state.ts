import { type BinnacleEvent, isHidden, type PatternSet, parsePatterns } from '@binnacle/events';
import { inScopeOf } from '@binnacle/http';
import { atPlace, DEFAULT_HISTORY, Html, listId, matchesPatterns, type PanelDelta } from '@binnacle/plugin-kit';
import { panelError, panelFrame, panelOff } from '../pages/index.js';
import { Frame } from './frame.js';
import { encodePatch, encodeTrim } from './frame-encoder.js';
import { EVERYTHING, type PlacedPanel, placeKey } from './placed-panel.js';

/** At most this part of the time goes into one panel's views: a slow one gets fewer frames. */
const MAX_RENDER_SHARE = 0.1;
/** A state is weighed when it has folded twice as many events as the last time, or so many more. */
const [FIRST_WEIGHED, WEIGHED_EVERY] = [100, 10_000];
const FOLDED_AT_ONCE = 500;

interface Shown {
  readonly state: unknown;
  readonly skipped: number;
  /** Why the panel was switched off. */
  readonly off: string | undefined;
  /** Grows when the view is to be rendered anew although nothing changed. */
  readonly turn: number;
}

interface Rendering extends Shown {
  readonly html: Html;
  /** It is an error card: there is no list in it that rows could be put into. */
  readonly failed: boolean;
  snapshot?: Frame;
}

/** One panel at its place in one live view: its folded state, and the frames made from it. */
export class PanelState {
  readonly patterns: PatternSet;
  readonly history: number;
  /** `seq` of the last event that changed the state. */
  changedAt = 0n;
  private state: unknown;
  /** Everything up to here is in the state: what the archive gave, the bus may bring once more. */
  private foldedTo = -1n;
  /** Events its reducers threw on; they are skipped. */
  private skipped = 0;
  /** What viewers have on their screens. */
  private shown: Shown;
  /** Someone got more than `shown`: what is new since then would come to them twice. */
  private ahead = false;
  /** The last rendering of the whole panel. */
  private cached: Rendering | undefined;
  private dueAt = 0;
  private turn = 0;
  private turnedAt = performance.now();
  private folded = 0;
  private weighAt = FIRST_WEIGHED;
  /** Why there is no state to fold: its `initial` failed. */
  private readonly unbegun: string | undefined;

  constructor(
    readonly placed: PlacedPanel,
    private readonly project: string,
  ) {
    const { definition } = placed.panel;
    this.patterns = parsePatterns(Object.keys(definition.on));
    this.history = definition.history ?? DEFAULT_HISTORY;
    const begun = placed.panel.initial(placed.options);
    if ('failure' in begun) this.unbegun = begun.failure;
    else this.state = begun.state;
    this.shown = { state: this.state, skipped: 0, off: undefined, turn: 0 };
  }

  private get panel() {
    return this.placed.panel;
  }

  get id(): string {
    return this.panel.id;
  }

  /** Equal for panels whose state and frames are the same. */
  get key(): string {
    return placeKey(this.placed);
  }

  wants(event: Pick<BinnacleEvent, 'category' | 'type'>): boolean {
    // Everything means everything that is shown; what is hidden has to be asked for by its type.
    return (
      this.unbegun === undefined && matchesPatterns(this.patterns, event) && !(this.patterns.all && isHidden(event))
    );
  }

  /** @param events those it {@link wants}, each `seq` above the one before; what it has already is left out */
  fold(events: readonly BinnacleEvent[]): void {
    const { filter } = this.placed;
    const unseen = this.unseen(events);
    const fresh = filter === EVERYTHING ? unseen : unseen.filter((event) => filter.matches(event));
    for (let at = 0; at < fresh.length; at += FOLDED_AT_ONCE) this.foldSome(fresh.slice(at, at + FOLDED_AT_ONCE));
  }

  private unseen(events: readonly BinnacleEvent[]): readonly BinnacleEvent[] {
    const [first] = events;
    if (!first) return events;
    const { foldedTo } = this;
    this.completeTo(events.at(-1)?.seq ?? foldedTo);
    return first.seq > foldedTo ? events : events.filter(({ seq }) => seq > foldedTo);
  }

  private foldSome(events: readonly BinnacleEvent[]): void {
    const { state, skipped, changedAt } = this.panel.reduce(this.state, events);
    this.folded += events.length;
    if (this.folded >= this.weighAt) this.weigh(state);
    if (this.panel.off !== undefined) this.release();
    else {
      this.state = state;
      this.skipped += skipped;
      this.changedAt = changedAt ?? this.changedAt;
    }
  }

  /** From now on only what is after `seq` is folded. */
  completeTo(seq: bigint): void {
    if (seq > this.foldedTo) this.foldedTo = seq;
  }

  get dirty(): boolean {
    const { shown } = this;
    const { skipped, turn } = this;
    return (
      this.state !== shown.state || skipped !== shown.skipped || turn !== shown.turn || this.panel.off !== shown.off
    );
  }

  /** Lets a view that reads a clock be rendered again when its time has come. */
  refresh(now: number): void {
    const { refreshSeconds } = this.panel.definition;
    if (refreshSeconds === undefined || now - this.turnedAt < refreshSeconds * 1_000) return;
    this.turnedAt = now;
    this.turn++;
  }

  /** Milliseconds until this panel may be painted again. */
  waitMs(now: number): number {
    return Math.max(0, this.dueAt - now);
  }

  /** The whole panel as HTML; rendered once per state. */
  html(): Html {
    return this.current().html;
  }

  /** The whole panel as a frame. */
  snapshot(): Frame {
    const current = this.current();
    current.snapshot ??= new Frame(encodePatch(current.html.toString()));
    return current.snapshot;
  }

  /** What brings a screen from the last frame to the current state: new rows if the panel can tell, else all of it. */
  nextFrame(): Frame {
    const { shown: previous, ahead } = this;
    this.markShown();
    const started = performance.now();
    const whole = ahead || this.cached?.failed || previous.skipped !== this.skipped || this.panel.off !== undefined;
    const same = previous.state === this.state;
    const delta = whole || same ? undefined : this.delta(previous.state);
    const frame = delta?.prepend instanceof Html ? this.encodeDelta(delta) : this.snapshot();
    const now = performance.now();
    this.dueAt = now + (now - started) / MAX_RENDER_SHARE;
    return frame;
  }

  /** The next frame starts from here: for a view that had no viewers. */
  markShown(): void {
    this.shown = { state: this.state, skipped: this.skipped, off: this.panel.off, turn: this.turn };
    this.ahead = false;
  }

  /** A panel that is switched off holds nothing; when it is switched on it is folded anew. */
  private release(): void {
    this.state = undefined;
    this.shown = { ...this.shown, state: undefined };
    if (this.cached?.off === undefined) this.cached = undefined;
  }

  private weigh(state: unknown): void {
    this.weighAt = this.folded + Math.min(this.folded, WEIGHED_EVERY);
    this.panel.weigh(state);
  }

  private encodeDelta({ prepend, keep }: PanelDelta): Frame {
    const list = atPlace(this.placed.place, () => listId(this.id));
    const rows = prepend.toString();
    const frames: Buffer[] = [];
    // The encoder refuses a patch without elements.
    if (rows) frames.push(encodePatch(rows, { mode: 'prepend', selector: `#${list}` }));
    if (keep !== undefined) frames.push(encodeTrim(list, keep));
    return new Frame(Buffer.concat(frames));
  }

  private current(): Rendering {
    if (this.dirty) this.ahead = true;
    const { cached, state, skipped, turn } = this;
    const { off } = this.panel;
    const isCurrent =
      cached && cached.state === state && cached.skipped === skipped && cached.off === off && cached.turn === turn;
    if (isCurrent) return cached;
    const rendering: Rendering = { state, skipped, off, turn, ...this.render() };
    this.cached = rendering;
    return rendering;
  }

  private render(): Pick<Rendering, 'html' | 'failed'> {
    return inScopeOf(this.project, () => atPlace(this.placed.place, () => this.renderAtPlace()));
  }

  private delta(previous: unknown): PanelDelta | undefined {
    return inScopeOf(this.project, () => this.panel.delta(previous, this.state, this.placed.place));
  }

  private renderAtPlace(): Pick<Rendering, 'html' | 'failed'> {
    const { id } = this;
    const { title, size, place } = this.placed;
    const { off, source } = this.panel;
    const frame = { id, title, size };
    if (off !== undefined) return { failed: true, html: panelOff({ ...frame, source, reason: off }) };
    const rendered = this.unbegun === undefined ? this.panel.render(this.state, place) : { failure: this.unbegun };
    if ('failure' in rendered) {
      return {
        failed: true,
        html: panelError({ ...frame, message: rendered.failure, count: this.panel.failureCount }),
      };
    }
    const warning =
      this.skipped > 0 ? `${this.skipped} events could not be read by this panel and are not in it.` : undefined;
    return { failed: false, html: panelFrame({ ...frame, body: rendered.html, warning }) };
  }
}
