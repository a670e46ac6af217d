/**
 * The syntax tree an expression becomes: jsep's nodes plus the five our plugins add (objects, updates, actions,
 * thunks, and regular expressions as literals). Closed on purpose: what is not listed here cannot be evaluated.
 */
export type Syntax =
  | { type: 'Compound'; body: Syntax[] }
  | { type: 'SequenceExpression'; expressions: Syntax[] }
  | { type: 'Literal'; value: string | number | boolean | RegExp | null }
  | { type: 'Identifier'; name: string }
  | Member
  | { type: 'CallExpression'; callee: Syntax; arguments: Syntax[]; optional?: boolean }
  | { type: 'UnaryExpression'; operator: string; argument: Syntax }
  | { type: 'BinaryExpression'; operator: string; left: Syntax; right: Syntax }
  | { type: 'ConditionalExpression'; test: Syntax; consequent: Syntax; alternate: Syntax }
  | { type: 'ArrayExpression'; elements: (Syntax | null)[] }
  | { type: 'ObjectExpression'; entries: { key: Syntax; value: Syntax }[] }
  | { type: 'UpdateExpression'; operator: '++' | '--'; prefix: boolean; argument: Syntax }
  | { type: 'Action'; name: string; arguments: Syntax[] }
  | { type: 'Thunk'; body: Syntax };

export interface Member {
  type: 'MemberExpression';
  object: Syntax;
  property: Syntax;
  computed: boolean;
  optional?: boolean;
}
