import { DEFAULT_PROJECT } from '@binnacle/events';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { counter, MemoryArchive, stateOf } from './hub-test.fixture.js';
import type { PanelState } from './panel-state.js';
import { refold } from './refold.js';
import { type ProjectSelection, selectionIn, selectView } from './view-selection.js';

const everything = selectionIn(DEFAULT_PROJECT, selectView([], {}));
const onlyAda: ProjectSelection = { ...everything, matches: ({ agentId }) => agentId === 'ada' };
const never = new AbortController().signal;

describe('refold', () => {
  let archive: MemoryArchive;
  let panel: PanelState;
  beforeEach(() => {
    archive = new MemoryArchive();
    panel = stateOf(counter());
  });

  const store = (count: number, agentId = 'ada') => {
    for (let index = 0; index < count; index++) archive.events.push(eventOf('tool:called', { agentId }));
  };
  const calls = () => /<b>(\d+) calls/.exec(panel.html().toString())?.[1];

  it('reads in pages, and folds each event of each once', async () => {
    store(1_234);
    await refold(panel, everything, archive.asArchive, never);
    expect(calls()).toBe('1234');
    expect(archive.pages).toEqual([500, 500, 234]);
  });

  it('ends after a last page that is exactly full', async () => {
    store(1_000);
    await refold(panel, everything, archive.asArchive, never);
    expect(calls()).toBe('1000');
    expect(archive.pages).toEqual([500, 500, 0]);
  });

  it('folds only the newest events of its history', async () => {
    store(30);
    panel = stateOf(counter('counter', { history: 12 }));
    await refold(panel, everything, archive.asArchive, never);
    expect(calls()).toBe('12');
  });

  it('folds nothing for a panel without history', async () => {
    store(30);
    panel = stateOf(counter('counter', { history: 0 }));
    await refold(panel, everything, archive.asArchive, never);
    expect(calls()).toBe('0');
    expect(archive.pages).toEqual([0]);
  });

  it('folds only what the page selects', async () => {
    store(3, 'ada');
    store(5, 'bob');
    await refold(panel, onlyAda, archive.asArchive, never);
    expect(calls()).toBe('3');
  });

  it('leaves the panel so that what it read is not folded again from the bus', async () => {
    store(2);
    await refold(panel, everything, archive.asArchive, never);
    for (const event of archive.events) panel.fold([event]);
    expect(calls()).toBe('2');
    panel.fold([eventOf('tool:called')]);
    expect(calls()).toBe('3');
  });

  it('stops reading when its view is dropped', async () => {
    store(2_000);
    const dropped = new AbortController();
    const read = archive.read.bind(archive);
    archive.read = (query) => {
      dropped.abort();
      return read(query);
    };
    await refold(panel, everything, archive.asArchive, dropped.signal);
    expect(archive.pages).toEqual([500]);
  });
});
