/** What every screen shows in the end, whoever came, left or stalled while events went on. */
import { html, newRows, Recent } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { FakeResponse, isolated, Screen, viewOf } from './hub-test.fixture.js';
import { LiveView } from './live-view.js';
import { HIGH_WATER_BYTES, Viewer } from './viewer.js';

const ROWS = 4;
interface Row {
  readonly text: string;
}
const row = ({ text }: Row) => html`<li>${text}</li>`;

/** A log by `delta`, whose view breaks while its newest row is `bad` and whose reducer breaks on a failed tool. */
const fragileLog = () =>
  isolated<Recent<Row>>({
    id: 'log',
    initial: () => Recent.of(ROWS),
    on: {
      'user:message': (rows, { payload }) => rows.add({ text: String(payload.text) }),
      'tool:failed': () => {
        throw new Error('reducer broke');
      },
    },
    view: (rows) => {
      if (rows.toArray()[0]?.text === 'bad') throw new Error('view broke');
      return html`<ol id="p-log-rows">${rows.toArray().map(row)}</ol>`;
    },
    delta: (previous, next) => (next.toArray()[0]?.text === 'bad' ? undefined : newRows(previous, next, row)),
  });

/** A tab as `/` and `/events` serve it: painted at a position, connected later, perhaps stalled, perhaps again. */
class Tab {
  private connection: { response: FakeResponse; viewer: Viewer } | undefined;

  private constructor(
    private readonly view: LiveView,
    private readonly paintedAt: bigint,
    readonly screen: Screen,
  ) {}

  static open(view: LiveView, seq: bigint): Tab {
    return new Tab(view, seq, new Screen(view.panels.map((panel) => panel.html()).join('')));
  }

  connect(): void {
    if (this.connection) return;
    const response = new FakeResponse((text) => this.screen.apply(text));
    const viewer = new Viewer(response.asResponse);
    this.connection = { response, viewer };
    this.view.add(viewer);
    viewer.send(this.view.snapshot(this.paintedAt));
  }

  disconnect(): void {
    if (this.connection) this.view.remove(this.connection.viewer);
    this.connection = undefined;
  }

  stall(): void {
    if (this.connection) this.connection.response.writableLength = HIGH_WATER_BYTES + 1;
  }

  drain(): void {
    if (!this.connection) return;
    this.connection.response.writableLength = 0;
    this.connection.response.emit('drain');
  }
}

describe('screens', () => {
  let view: LiveView;
  let seq: bigint;
  let tabs: Map<number, Tab>;
  beforeEach(() => {
    jest.useFakeTimers();
  });
  const start = () => {
    view?.close();
    view = viewOf(fragileLog());
    seq = 0n;
    tabs = new Map();
  };
  afterEach(() => {
    view.close();
    jest.useRealTimers();
  });

  const say = (text: string) => view.fold([eventOf('user:message', { seq: ++seq, payload: { text } })]);
  const open = (tab: number) => tabs.set(tab, tabs.get(tab) ?? Tab.open(view, seq));
  const expectCurrent = () => {
    for (const tab of tabs.values()) {
      tab.drain();
      tab.connect();
    }
    jest.advanceTimersByTime(1_000);
    const current = new Screen(view.panels.map((panel) => panel.html()).join(''));
    for (const { screen } of tabs.values()) expect(screen.text).toBe(current.text);
  };

  it('do not get a row twice when they come while a frame is due', () => {
    start();
    open(1).get(1)?.connect();
    say('one');
    say('two');
    open(2).get(2)?.connect();
    expectCurrent();
  });

  it('do not get a row twice when they drain while a frame is due', () => {
    start();
    open(1).get(1)?.connect();
    open(2).get(2)?.connect();
    tabs.get(1)?.stall();
    say('one');
    say('two');
    tabs.get(1)?.drain();
    expectCurrent();
  });

  it('get the list back after an error card, although the panel could tell what is new', () => {
    start();
    open(1).get(1)?.connect();
    say('one');
    jest.advanceTimersByTime(1_000);
    say('bad');
    expect(tabs.get(1)?.screen.text).toContain('view broke');
    jest.advanceTimersByTime(1_000);
    say('two');
    expectCurrent();
    expect(tabs.get(1)?.screen.text).toContain('<li>two</li>');
  });

  it('all show the newest state in the end, in whatever order all this happens', () => {
    const tab = fc.integer({ min: 0, max: 3 });
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('one', 'two', 'bad').map((text) => () => say(text)) },
      fc.constant(() => view.fold([eventOf('tool:failed', { seq: ++seq })])),
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 150 }).map((ms) => () => jest.advanceTimersByTime(ms)) },
      { weight: 2, arbitrary: tab.map((id) => () => open(id)) },
      { weight: 3, arbitrary: tab.map((id) => () => tabs.get(id)?.connect()) },
      ...(['disconnect', 'stall', 'drain'] as const).map((what) => tab.map((id) => () => tabs.get(id)?.[what]())),
    );
    fc.assert(
      fc.property(fc.array(action, { minLength: 10, maxLength: 60 }), (actions) => {
        start();
        for (const act of actions) act();
        expectCurrent();
      }),
      { numRuns: 200 },
    );
  });
});
