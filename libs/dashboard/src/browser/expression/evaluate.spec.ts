import { describe, expect, it } from '@jest/globals';
import { evaluate, type Scope } from './evaluate.js';
import { parseExpression } from './parse-expression.js';

function run(source: string, state: Record<string, unknown> = {}, names: Record<string, unknown> = {}) {
  const writes: [string, unknown][] = [];
  const acts: unknown[][] = [];
  const scope: Scope = {
    names,
    read: (path) => path.reduce<unknown>((owner, key) => (owner as Record<string, unknown>)?.[key], state),
    write: (path, value) => void writes.push([path.join('.'), value]),
    act: (...call) => void acts.push(call),
  };
  return { value: evaluate(parseExpression(source), scope), writes, acts };
}

describe('expressions', () => {
  it.each([
    [`1 + 2 * 3 - -4`, 11],
    [`'a' + "b\\n"`, 'ab\n'],
    [`$a.b[0] + $a['c']`, 'xz'],
    [`$n > 1 && !$off ? 'yes' : 'no'`, 'yes'],
    [`$none ?? 'default'`, 'default'],
    [`({a: 1, 'b-c': [2, $n], ['d']: {}})`, { a: 1, 'b-c': [2, 2], d: {} }],
    [`$text.trim().toLowerCase().includes('hi')`, true],
    [`/^a\\/[/b]+$/i.test('A/bb')`, true],
    [`Math.max(1, $n, 0) + String(3) + Number('4')`, '234'],
    [`$none?.x?.trim()`, undefined],
    [`typeof $n === 'number'`, true],
    [`1; 2; 3`, 3],
    [`(1, 2)`, 2],
  ])('%s', (source, expected) => {
    const state = { a: { b: ['x'], c: 'z' }, n: 2, off: false, text: '  HI there ' };
    expect(run(source, state).value).toEqual(expected);
  });

  it('assignments write the whole path, combine, and short-circuit their right side', () => {
    const { writes } = run(`$x = $y = 1; $a.b += 2; $n++; --$n; $c ||= 'set'; $z = $n ? 1 : 2`, { a: { b: 1 }, n: 5 });
    expect(writes).toEqual([
      ['y', 1],
      ['x', 1],
      ['a.b', 3],
      ['n', 6],
      ['n', 4],
      ['c', 'set'],
      ['z', 1],
    ]);
  });

  it('actions get their arguments, regular expressions and Infinity included', () => {
    const { acts } = run(`@get('/live', {retryMaxCount: Infinity, filterSignals: {include: /^$/}}); @post('/x')`);
    expect(acts).toEqual([
      ['get', ['/live', { retryMaxCount: Number.POSITIVE_INFINITY, filterSignals: { include: /^$/ } }]],
      ['post', ['/x']],
    ]);
  });

  it.each([
    `''.constructor`,
    `''['constructor']`,
    `''['con' + 'structor']`,
    `''[['constructor']]`,
    `$a.__proto__`,
    `({}).prototype`,
    `({__proto__: 1})`,
    `({constructor: 1})`,
    `$a.constructor = 1`,
    `el.innerHTML = 1`,
    `el.call('x')`,
    `Math.constructor('x')`,
    `globalThis`,
    `alert(1)`,
    `$f()`,
    `'a'.repeat(9)`,
    `x = 1`,
    `1 in $a`,
    `() => 1 => 2 +`,
    `$a = `,
    `{a: }`,
    `/open`,
    `@get`,
  ])('refuses %s', (source) => {
    expect(() => run(source, { a: {}, f: () => 1 }, { el: { innerHTML: '', call: () => 1 } })).toThrow();
  });
});
