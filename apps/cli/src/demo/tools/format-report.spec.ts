import { expect, it } from '@jest/globals';
import { formatReport } from './format-report.js';

const rows = [{ kind: 'lines', name: 'a,"b"|c', value: 3 }];

it('quotes what CSV would take for its own', () => {
  expect(formatReport(rows, 'csv')).toBe('kind,name,value\nlines,"a,""b""|c",3');
});

it('escapes what Markdown would take for a column', () => {
  expect(formatReport(rows, 'markdown')).toBe('| kind | name | value |\n|---|---|---:|\n| lines | a,"b"\\|c | 3 |');
});

it('writes JSON that reads back', () => {
  expect(JSON.parse(formatReport(rows, 'json'))).toEqual(rows);
});
