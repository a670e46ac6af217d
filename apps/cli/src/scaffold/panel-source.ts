import { titleOf } from './plugin-name.js';

/** `index.ts`: the plugin with one panel that shows what every panel needs, and works as it is. */
export const panelSource = (name: string): string => `/** Which tools fail, how often, and why the last time. */
import { definePanel, definePlugin, emptyState, type Html, html, partId, textOf } from 'binnacle/plugin-kit';

/** The state lives in memory, once for every selection that somebody looks at: it needs a bound. */
export const TOOLS_HELD = 20;
const ERROR_CHARS = 200;

interface Tool {
  readonly name: string;
  readonly calls: number;
  readonly failed: number;
  readonly lastError: string;
}

/** Immutable, the tool used last first. */
export interface State {
  readonly tools: readonly Tool[];
}

export const panel = definePanel({
  id: '${name}',
  // Grows when the state's shape or meaning changes.
  version: 1,
  title: '${titleOf(name)}',
  size: 'half',
  initial: (): State => ({ tools: [] }),
  // Reducers are pure: no clock, no randomness, no mutation. The payload is typed by the event's type.
  on: {
    'tool:completed': (state, { payload }) => ended(state, payload.tool_name),
    'tool:failed': (state, { payload }) => ended(state, payload.tool_name, textOf(payload.error, ERROR_CHARS)),
  },
  view: ({ tools }) => {
    if (tools.length === 0) return emptyState('No tool has ended yet', 'Tools that fail are listed here, and why.');
    return html\`<ul>\${tools.map(row)}</ul>\`;
  },
});

export default definePlugin({ id: '${name}', version: '0.1.0', binnacle: '^1.0', panels: [panel] });

function ended({ tools }: State, toolName: string | null | undefined, error?: string): State {
  const name = toolName ?? 'unknown';
  const known = tools.find((tool) => tool.name === name) ?? { name, calls: 0, failed: 0, lastError: '' };
  const counted = { ...known, calls: known.calls + 1 };
  const tool = error === undefined ? counted : { ...counted, failed: known.failed + 1, lastError: error };
  return { tools: [tool, ...tools.filter((other) => other.name !== name)].slice(0, TOOLS_HELD) };
}

/** Every value is escaped by \`html\`. The id is made of what the row shows, so that it survives a repaint. */
function row({ name, calls, failed, lastError }: Tool): Html {
  const reason = lastError && html\` <span class="quiet">\${lastError}</span>\`;
  return html\`<li id="\${partId('${name}', name)}">\${name}: \${failed} of \${calls} failed\${reason}</li>\`;
}
`;
