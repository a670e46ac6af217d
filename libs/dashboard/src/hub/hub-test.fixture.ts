/** For the hub's tests: a panel as the registry gives it, and a response that may or may not drain. */
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type BinnacleEvent, DEFAULT_PROJECT } from '@binnacle/events';
import type { EventArchive, EventQuery } from '@binnacle/persistence';
import { definePanel, html, matchesPatterns, newRows, type PanelDefinition, Recent } from '@binnacle/plugin-kit';
import { IsolatedPanel, PartSettings, PluginHealth } from '@binnacle/registry';
import { Logger } from '@nestjs/common';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { LiveView } from './live-view.js';
import { PanelState } from './panel-state.js';
import { placed } from './placed-panel.js';
import { selectionIn, selectView } from './view-selection.js';

// A failing panel is logged; here it fails on purpose.
Logger.overrideLogger(false);

type TestPanel<S> = Pick<PanelDefinition<S, readonly []>, 'id' | 'initial' | 'on' | 'view' | 'delta' | 'history'>;

export const isolated = <S>(definition: TestPanel<S>) =>
  new IsolatedPanel(
    definePanel<S>({ version: 1, title: definition.id, ...definition }).useFactory() as never,
    new PluginHealth(),
    new PartSettings(),
  );

export const stateOf = (panel: IsolatedPanel): PanelState => new PanelState(placed(panel), DEFAULT_PROJECT);
export const viewOf = (...panels: readonly IsolatedPanel[]): LiveView =>
  new LiveView(selectionIn(DEFAULT_PROJECT, selectView([], {})), panels.map(placed));

/** Counts tool calls; a failed tool breaks its view until the next call. */
export const counter = (id = 'counter', options: { readonly history?: number } = {}) =>
  isolated<{ calls: number; broken: boolean }>({
    id,
    ...options,
    initial: () => ({ calls: 0, broken: false }),
    on: {
      'tool:called': ({ calls }) => ({ calls: calls + 1, broken: false }),
      'tool:failed': (state) => ({ ...state, broken: true }),
      'model:request': () => {
        throw new Error('reducer broke');
      },
    },
    view: ({ calls, broken }) => {
      if (broken) throw new Error('view broke');
      return html`<b>${calls} calls</b>`;
    },
  });

/** Shows the newest three messages, by `delta`. */
export const log = (id = 'log') => {
  const row = (text: string) => html`<li>${text}</li>`;
  return isolated<Recent<string>>({
    id,
    initial: () => Recent.of(3),
    on: { 'user:message': (rows, { payload }) => rows.add(String(payload.text)) },
    view: (rows) => html`<ol id="p-${id}-rows">${rows.toArray().map(row)}</ol>`,
    delta: (previous, next) => newRows(previous, next, row),
  });
};

/** A counter whose view takes the time that `pass` lets pass. */
export const slow = (pass: () => void) =>
  isolated<number>({
    id: 'slow',
    initial: () => 0,
    on: { 'tool:called': (calls) => calls + 1 },
    view: (calls) => {
      pass();
      return html`<b>${calls} calls</b>`;
    },
  });

/** What the hub reads of an archive, in memory; `gate` holds reads back, as a slow database would. */
export class MemoryArchive {
  readonly events: BinnacleEvent[] = [];
  /** Rows per read, in the order of the reads. */
  readonly pages: number[] = [];
  gate: Promise<void> = Promise.resolve();

  get asArchive(): EventArchive {
    return this as unknown as EventArchive;
  }

  async head(): Promise<bigint> {
    return this.events.at(-1)?.seq ?? 0n;
  }

  async startOfNewest(query: Pick<EventQuery, 'patterns' | 'before'>, count: number): Promise<bigint> {
    return this.matching(query).at(-count - 1)?.seq ?? 0n;
  }

  async read(query: EventQuery): Promise<BinnacleEvent[]> {
    await this.gate;
    const page = this.matching(query).slice(0, query.limit);
    this.pages.push(page.length);
    return page;
  }

  private matching({ patterns, after = -1n, before }: Partial<EventQuery>): BinnacleEvent[] {
    return this.events.filter(
      (event) =>
        event.seq > after &&
        (before === undefined || event.seq < before) &&
        (!patterns || matchesPatterns(patterns, event)),
    );
  }
}

export class FakeResponse extends EventEmitter {
  writes: string[] = [];
  writableLength = 0;
  destroyed = false;
  ended = false;
  headers: Record<string, unknown> = {};

  constructor(private readonly onWrite: (text: string) => void = () => {}) {
    super();
  }

  get asResponse(): ServerResponse {
    return this as unknown as ServerResponse;
  }

  write(chunk: Buffer): void {
    this.writes.push(chunk.toString());
    this.onWrite(chunk.toString());
  }

  setHeader(name: string, value: unknown): void {
    this.headers[name.toLowerCase()] = value;
  }

  writeHead(_status: number, headers: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
  }

  get text(): string {
    return this.writes.join('');
  }
}

export function parse(text: string): EventSourceMessage[] {
  const messages: EventSourceMessage[] = [];
  createParser({ onEvent: (message) => messages.push(message) }).feed(text);
  return messages;
}

/** What a browser shows of one panel with a list: frames applied as Datastar would. */
export class Screen {
  private shell = '';
  /** Undefined while the panel shows no list: then nothing can be put into it. */
  private rows: string[] | undefined;

  constructor(page: string) {
    this.replace(page);
  }

  get text(): string {
    return `${this.shell}${this.rows?.join('') ?? ''}`;
  }

  apply(text: string): void {
    for (const { data } of parse(text)) {
      const lines = data.split('\n');
      const elements = lines.flatMap((line) => (line.startsWith('elements ') ? [line.slice(9)] : [])).join('\n');
      const keep = /:nth-child\(n\+(\d+)\)/.exec(data);
      if (lines[0] === 'mode prepend') this.rows?.unshift(...rowsIn(elements));
      else if (keep) this.rows?.splice(Number(keep[1]) - 1);
      else this.replace(elements);
    }
  }

  private replace(markup: string): void {
    this.rows = markup.includes('<ol') ? rowsIn(markup) : undefined;
    this.shell = markup.replaceAll(ROW, '');
  }
}

const ROW = /<li>.*?<\/li>/g;
const rowsIn = (markup: string): string[] => markup.match(ROW) ?? [];
