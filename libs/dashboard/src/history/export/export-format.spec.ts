import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv-line.js';
import { exportFormat } from './export-format.js';

describe('the format of an export', () => {
  it.each([
    [undefined, undefined],
    ['*/*', undefined],
    ['application/json', undefined],
    ['text/html,application/xhtml+xml,*/*;q=0.8', undefined],
    ['application/x-ndjson', 'ndjson'],
    ['application/ndjson', 'ndjson'],
    ['TEXT/CSV; q=0.9', 'csv'],
    ['text/csv;q=0', undefined],
    ['application/json, text/csv', undefined],
    ['text/plain, text/csv', 'csv'],
  ])('Accept: %s is %s', (accept, extension) => {
    expect(exportFormat(accept)?.extension).toBe(extension);
  });
});

describe('a line of CSV', () => {
  it('quotes what has commas, quotes and line breaks', () => {
    const event = eventOf('tool:called', { agentId: 'a,"b"\r\nc', payload: { text: 'x' } });
    expect(csvLine(event)).toContain(',"a,""b""\r\nc",');
    expect(csvLine(event)).toContain('"{""text"":""x""}"\r\n');
  });

  it.each(['=HYPERLINK("x")', '+1', '-1', '@sum', '\tx', '\rx'])('makes %j text, not a formula', (agentId) => {
    expect(csvLine(eventOf('tool:called', { agentId }))).toContain(`'${agentId.replaceAll('"', '""')}`);
  });

  it('leaves empty what an event does not have', () => {
    expect(csvLine(eventOf('tool:called', {}))).toMatch(/tool:called,(?:[^,]*,){5}\{\}\r\n$/);
  });
});
