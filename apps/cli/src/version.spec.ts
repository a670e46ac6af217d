import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { VERSION } from './version.js';

it('is the version of the package', () => {
  const file = path.resolve(import.meta.dirname, '../../../package.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: VERSION });
});
