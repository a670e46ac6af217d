/** Every route says what it asks of its caller, and docs/reference/permissions.md says the same: both ways. */
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PERMISSIONS, Requires } from '@binnacle/http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { declaredRoutes, type Route, routesOf } from '../support/routes.js';

const PAGE = path.resolve(import.meta.dirname, '../../docs/reference/permissions.md');
const BEGIN = '<!-- routes: written by `WRITE_DOCS=1 npm run jest -- test/docs/permissions` -->';

@Controller('plain')
class Undeclared {
  @Get()
  one(): void {}

  @Post(':id')
  @Requires('answer')
  other(): void {}
}

describe('permissions', () => {
  let routes: Route[];
  beforeAll(async () => {
    routes = await declaredRoutes();
  }, 60_000);

  it('are declared by every route', () => {
    expect(routes.filter(({ permission }) => permission === undefined)).toEqual([]);
    expect(routes.length).toBeGreaterThan(90);
  });

  it('are missed where a controller or a method declares none', () => {
    expect(routesOf(Undeclared)).toEqual([
      { method: 'GET', path: '/plain', permission: undefined },
      { method: 'POST', path: '/plain/:id', permission: 'answer' },
    ]);
  });

  it('stand in the reference exactly as in the code', () => {
    const page = readFileSync(PAGE, 'utf8');
    const [before = ''] = page.split(BEGIN);
    const expected = `${before}${BEGIN}\n\n${listOf(routes)}\n`;
    if (process.env.WRITE_DOCS === '1') writeFileSync(PAGE, expected);
    expect(readFileSync(PAGE, 'utf8')).toBe(expected);
  });

  it('are all explained', () => {
    const page = readFileSync(PAGE, 'utf8');
    for (const permission of PERMISSIONS) expect(page).toMatch(new RegExp(`^\\| \`${permission}\` +\\|`, 'm'));
  });
});

// No table: lining it up would change every line for a new route.
const listOf = (routes: readonly Route[]): string =>
  routes.map(({ method, path: at, permission }) => `- \`${method} ${at}\`: \`${permission}\``).join('\n');
