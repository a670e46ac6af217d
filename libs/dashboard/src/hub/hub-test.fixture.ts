/** For the hub's tests: a panel as the registry gives it, and a response that may or may not drain. */
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { definePanel, html, newRows, type PanelDefinition, Recent } from '@binnacle/plugin-kit';
import { IsolatedPanel, PluginFailures } from '@binnacle/registry';
import { Logger } from '@nestjs/common';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

// A failing panel is logged; here it fails on purpose.
Logger.overrideLogger(false);

type TestPanel<S> = Pick<PanelDefinition<S, readonly []>, 'id' | 'initial' | 'on' | 'view' | 'delta'>;

export const isolated = <S>(definition: TestPanel<S>) =>
  new IsolatedPanel(
    definePanel<S>({ version: 1, title: definition.id, ...definition }).useFactory() as never,
    new PluginFailures(),
  );

/** Counts tool calls; a failed tool breaks its view until the next call. */
export const counter = (id = 'counter') =>
  isolated<{ calls: number; broken: boolean }>({
    id,
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

export class FakeResponse extends EventEmitter {
  writes: string[] = [];
  writableLength = 0;
  destroyed = false;
  ended = false;

  get asResponse(): ServerResponse {
    return this as unknown as ServerResponse;
  }

  write(chunk: Buffer): void {
    this.writes.push(chunk.toString());
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
