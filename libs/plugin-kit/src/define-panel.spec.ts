import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { PART_BRAND } from './brand.js';
import { defineFilter } from './define-filter.js';
import { definePanel, type Panel } from './define-panel.js';
import { definePlugin } from './define-plugin.js';
import { html } from './html.js';
import { Clock } from './services/clock.js';
import { eventOf, render, replay } from './testing/index.js';

@Injectable()
class PriceBook {
  readonly perToken = 2;
}

const counter = definePanel({
  id: 'counter',
  version: 1,
  title: 'Counter',
  initial: () => ({ exact: 0, category: 0, rest: 0 }),
  on: {
    'tool:failed': (state) => ({ ...state, exact: state.exact + 1 }),
    'tool:*': (state) => ({ ...state, category: state.category + 1 }),
    '*': (state) => ({ ...state, rest: state.rest + 1 }),
  },
  inject: [PriceBook],
  view: (state, prices) => html`<b>${state.exact * prices.perToken}</b>`,
});

describe('definePanel', () => {
  it('folds an event with its most specific reducer', () => {
    const events = [eventOf('tool:failed'), eventOf('tool:called'), eventOf('deploy:done')];
    expect(replay(counter, events)).toEqual({ exact: 1, category: 1, rest: 1 });
  });

  it('keeps the same reference for an event it does not know', () => {
    const quiet = definePanel({
      id: 'quiet',
      version: 1,
      title: 'Q',
      initial: () => ({}),
      on: { 'agent:failed': () => ({}) },
      view: () => html``,
    });
    const state = {};
    expect(replay(quiet, [eventOf('tool:called')], state)).toBe(state);
  });

  it('is an ordinary Nest provider: what it injects reaches its view', async () => {
    const module = await Test.createTestingModule({ providers: [counter, PriceBook] }).compile();
    const panel = module.get<Panel<{ exact: number }>>('panel:counter');
    expect(panel[PART_BRAND]).toBe('panel');
    expect(panel.render({ exact: 3 }).toString()).toBe('<b>6</b>');
  });

  it('renders without Nest, given what it injects', () => {
    expect(render(counter, { exact: 1, category: 0, rest: 0 }, new PriceBook())).toBe('<b>2</b>');
  });

  it.each([
    [{ id: 'Bad Id' }, /`id` must match/],
    [{ version: 0 }, /`version`/],
    [{ title: ' ' }, /`title` is empty/],
    [{ history: 200_000 }, /`history` must be 0 to 100000/],
    [{ on: {} }, /`on` names no event type/],
    [{ on: { 'agent:': () => ({}) } }, /invalid_pattern/],
  ])('refuses %j', (change, message) => {
    const valid = {
      id: 'ok',
      version: 1,
      title: 'Ok',
      initial: () => ({}),
      on: { '*': () => ({}) },
      view: () => html``,
    };
    expect(() => definePanel({ ...valid, ...change } as typeof valid)).toThrow(message);
  });
});

describe('definePlugin', () => {
  it('refuses a panel whose dependency nobody provides, naming plugin, panel and class', () => {
    expect(() => definePlugin({ id: 'acme', binnacle: '^1.0', panels: [counter] })).toThrow(
      /plugin_dependency_missing: plugin acme: panel:counter injects PriceBook/,
    );
  });

  it('takes services of the core without providing them', () => {
    const filter = defineFilter({
      id: 'late',
      stage: 'ingest',
      inject: [Clock],
      create: (clock) => (event) => (clock.now() > 0 ? event : null),
    });
    expect(() => definePlugin({ id: 'acme', binnacle: '^1.0', filters: [filter] })).not.toThrow();
  });

  it('makes a module of its own for each plugin', () => {
    const [a, b] = ['a', 'b'].map((id) => definePlugin({ id, binnacle: '*' }));
    expect(a?.module).not.toBe(b?.module);
  });

  it('refuses an id that could not stand in a URL', () => {
    expect(() => definePlugin({ id: '../x', binnacle: '*' })).toThrow(/invalid_plugin/);
  });
});
