import jsep from 'jsep';

/** Assignment operators; evaluate.ts decides what may stand on their left. */
export const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '??=', '||=', '&&='];

/** Below `||`, and where jsep's ternary looks for assignments (it treats 0.9 and less as such). */
const PRECEDENCE = 0.9;

/** Reads assignments, and `++`/`--` before or after their operand. */
export const assignmentPlugin: jsep.IPlugin = {
  name: 'assignment',
  init() {
    for (const operator of ASSIGNMENTS) jsep.addBinaryOp(operator, PRECEDENCE, true);
    jsep.hooks.add('gobble-token', function (env) {
      const operator = updateAt(this);
      if (!operator) return;
      this.index += 2;
      const argument = this.gobbleToken();
      if (!argument) this.throwError(`Expected something to ${operator}`);
      else env.node = { type: 'UpdateExpression', operator, argument, prefix: true };
    });
    jsep.hooks.add('after-token', function (env) {
      const operator = updateAt(this);
      if (!operator || !env.node) return;
      this.index += 2;
      env.node = { type: 'UpdateExpression', operator, argument: env.node, prefix: false };
    });
  },
};

function updateAt(scope: jsep.HookScope): string | undefined {
  const two = scope.expr.slice(scope.index, scope.index + 2);
  return two === '++' || two === '--' ? two : undefined;
}
