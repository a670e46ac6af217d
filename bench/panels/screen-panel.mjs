/** A panel that is another one after every event: twenty rows, 5.5 KB, none of which stays. */
import { definePanel, html } from '../../dist/libs/plugin-kit/src/index.js';

const ROWS = Array.from({ length: 20 }, (_, index) => index);

export const screenPanel = (number) =>
  definePanel({
    id: `screen-${number}`,
    version: 1,
    title: `Screen ${number}`,
    initial: () => ({ mark: '', events: 0 }),
    on: { 'tool:called': ({ events }, { payload }) => ({ mark: payload.tool_name, events: events + 1 }) },
    view: ({ mark, events }) => html`<p>${mark}</p>
      <ol>
        ${ROWS.map(
          (row) => html`<li id="p-screen-${number}-${row}" class="bench-row">
            <b>agent-${(events * 7 + row * 13) % 200}</b>
            <span>read_file src/module-${(events * 31 + row) % 1_000}/file-${row}.ts: ${events * 17 + row} lines, ${(events * row) % 977} ms, and what a row tells besides that</span>
          </li>`,
        )}
      </ol>`,
  });
