import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { MCP_TRACE } from './mcp.fixture.js';

describe('the Model Context Protocol', () => {
  it('has calls of tools, and requests that are nobody’s work', () => {
    const events = told(...MCP_TRACE);
    expect(typesOf(events)).toEqual(['otel:span', 'tool:started', 'tool:failed', 'tool:started', 'tool:completed']);
    expect(only(events, 'tool:failed')).toMatchObject({ tool_name: 'get-weather', error: 'no such city' });
    expect(events[1]?.payload).toMatchObject({ input: { city: 'Oslo' }, tool_type: 'mcp' });
    expect(only(events, 'tool:completed')).toMatchObject({ tool_name: 'resources/read file:///map.txt' });
  });
});
