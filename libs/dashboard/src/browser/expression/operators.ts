/** The operators of expressions that need both operands evaluated; `&& || ??` and assignments are in evaluate.ts. */
// biome-ignore-all lint/suspicious/noDoubleEquals: these are the page author's operators, with JavaScript's meaning.

type Operand = never;

export const BINARY: Record<string, (left: Operand, right: Operand) => unknown> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '==': (left, right) => left == right,
  '!=': (left, right) => left != right,
  '===': (left, right) => left === right,
  '!==': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

export const UNARY: Record<string, (operand: Operand) => unknown> = {
  '!': (operand) => !operand,
  '-': (operand) => -operand,
  '+': (operand) => +operand,
  typeof: (operand) => typeof operand,
};
