/** `<name>.spec.ts`: a fold, a view as a snapshot, hostile text and the bound. */
export const specSource = (name: string): string => `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render, replay, snapshotHtml, Timeline, toolCall } from 'binnacle/plugin-kit/testing';
import { panel, TOOLS_HELD } from './index';

describe('${name}', () => {
  it('says what will come while there is nothing', () => {
    assert.match(render(panel, replay(panel, [])), /No tool has ended yet/);
  });

  it('counts calls and failures by tool, the tool used last first', () => {
    const day = new Timeline();
    day.toolCall({ tool: 'grep' });
    day.toolCall({ tool: 'bash' });
    day.toolCall({ tool: 'grep', error: 'no match' });
    assert.equal(
      snapshotHtml(render(panel, replay(panel, day.events))),
      [
        '<ul>',
        '  <li id="p-${name}-grep">grep: 1 of 2 failed',
        '    <span class="quiet">no match</span>',
        '  </li>',
        '  <li id="p-${name}-bash">bash: 0 of 1 failed</li>',
        '</ul>',
      ].join('\\n'),
    );
  });

  it('shows hostile text as text', () => {
    const state = replay(panel, toolCall({ tool: '<script>', error: '<img src=x>' }));
    assert.doesNotMatch(render(panel, state), /<script|<img/);
  });

  it('holds no more tools than it says', () => {
    const day = new Timeline();
    for (let n = 0; n < TOOLS_HELD * 2; n++) day.toolCall({ tool: \`tool-\${n}\` });
    assert.equal(replay(panel, day.events).tools.length, TOOLS_HELD);
  });
});
`;
