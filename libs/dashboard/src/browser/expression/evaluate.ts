/**
 * Walks a syntax tree. Not a JavaScript engine: no functions, loops or declarations, and no globals but those below.
 * `$name` is a signal; a chain such as `$a.b.c` is read as one path, so an effect depends on that path alone.
 */
import { callMember, memberName, readMember, writeMember } from './allowed-members.js';
import { ASSIGNMENTS } from './assignment-plugin.js';
import { BINARY, UNARY } from './operators.js';
import type { Member, Syntax } from './syntax.js';

/** What an expression sees. `read` gets the longest path written in the source and answers as far as it reaches. */
export interface Scope {
  names: Readonly<Record<string, unknown>>;
  read(path: readonly string[]): unknown;
  write(path: readonly string[], value: unknown): void;
  act(name: string, args: unknown[]): unknown;
}

const GLOBALS: Readonly<Record<string, unknown>> = { Math, JSON, Infinity: Number.POSITIVE_INFINITY, NaN: Number.NaN };
const CONVERSIONS: Readonly<Record<string, (value: unknown) => unknown>> = { String, Number, Boolean };

export function evaluate(node: Syntax, scope: Scope): unknown {
  switch (node.type) {
    case 'Compound':
      return last(node.body, scope);
    case 'SequenceExpression':
      return last(node.expressions, scope);
    case 'Literal':
      return node.value;
    case 'Identifier':
      return node.name.startsWith('$') ? scope.read([node.name.slice(1)]) : named(node.name, scope);
    case 'MemberExpression':
      return member(node, scope);
    case 'CallExpression':
      return call(node, scope);
    case 'UnaryExpression':
      return operator(UNARY, node.operator)(evaluate(node.argument, scope) as never);
    case 'BinaryExpression':
      return ASSIGNMENTS.includes(node.operator) ? assign(node, scope) : binary(node, scope);
    case 'ConditionalExpression':
      return evaluate(evaluate(node.test, scope) ? node.consequent : node.alternate, scope);
    case 'ArrayExpression':
      return node.elements.map((element) => (element ? evaluate(element, scope) : undefined));
    case 'ObjectExpression':
      return Object.fromEntries(
        node.entries.map(({ key, value }) => [memberName(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case 'UpdateExpression': {
      const before = Number(evaluate(node.argument, scope));
      const after = node.operator === '++' ? before + 1 : before - 1;
      store(node.argument, after, scope);
      return node.prefix ? after : before;
    }
    case 'Action':
      return scope.act(
        node.name,
        node.arguments.map((argument) => evaluate(argument, scope)),
      );
    case 'Thunk':
      return () => evaluate(node.body, scope);
    default:
      throw new Error(`"${(node as Syntax).type}" is not supported in expressions`);
  }
}

function last(nodes: Syntax[], scope: Scope): unknown {
  let value: unknown;
  for (const node of nodes) value = evaluate(node, scope);
  return value;
}

function named(name: string, scope: Scope): unknown {
  for (const names of [scope.names, GLOBALS]) if (Object.hasOwn(names, name)) return names[name];
  throw new Error(`"${name}" is not known here (signals are written $${name})`);
}

/** The path of `$a`, `$a.b`, `$a['b']`; undefined when the chain does not start at a signal. */
function signalPath(node: Syntax, scope: Scope): string[] | undefined {
  if (node.type === 'Identifier') return node.name.startsWith('$') ? [node.name.slice(1)] : undefined;
  if (node.type !== 'MemberExpression') return undefined;
  const owner = signalPath(node.object, scope);
  return owner && [...owner, propertyOf(node, scope)];
}

function propertyOf(node: Member, scope: Scope): string {
  if (node.computed) return memberName(evaluate(node.property, scope));
  if (node.property.type !== 'Identifier') throw new Error('a property needs a name');
  return memberName(node.property.name);
}

function member(node: Member, scope: Scope): unknown {
  const path = signalPath(node, scope);
  if (path) return scope.read(path);
  const owner = evaluate(node.object, scope);
  return owner == null && node.optional ? undefined : readMember(owner, propertyOf(node, scope));
}

function call(node: Extract<Syntax, { type: 'CallExpression' }>, scope: Scope): unknown {
  const { callee } = node;
  const args = () => node.arguments.map((argument) => evaluate(argument, scope));
  if (callee.type === 'Identifier' && Object.hasOwn(CONVERSIONS, callee.name)) {
    return CONVERSIONS[callee.name]?.(args()[0]);
  }
  if (callee.type !== 'MemberExpression') throw new Error('only methods, actions and conversions may be called');
  const owner = evaluate(callee.object, scope);
  return owner == null && callee.optional ? undefined : callMember(owner, propertyOf(callee, scope), args());
}

function binary(node: Extract<Syntax, { type: 'BinaryExpression' }>, scope: Scope): unknown {
  const left = evaluate(node.left, scope);
  if (node.operator === '&&') return left && evaluate(node.right, scope);
  if (node.operator === '||') return left || evaluate(node.right, scope);
  if (node.operator === '??') return left ?? evaluate(node.right, scope);
  return operator(BINARY, node.operator)(left as never, evaluate(node.right, scope) as never);
}

function assign(node: Extract<Syntax, { type: 'BinaryExpression' }>, scope: Scope): unknown {
  const combine = node.operator.slice(0, -1);
  const value = combine ? binary({ ...node, operator: combine }, scope) : evaluate(node.right, scope);
  store(node.left, value, scope);
  return value;
}

function store(target: Syntax, value: unknown, scope: Scope): void {
  const path = signalPath(target, scope);
  if (path) scope.write(path, value);
  else if (target.type !== 'MemberExpression') throw new Error('only signals and element state may be assigned');
  else writeMember(evaluate(target.object, scope), propertyOf(target, scope), value);
}

function operator<T>(table: Record<string, T>, sign: string): T {
  const found = Object.hasOwn(table, sign) ? table[sign] : undefined;
  if (!found) throw new Error(`operator "${sign}" is not supported in expressions`);
  return found;
}
