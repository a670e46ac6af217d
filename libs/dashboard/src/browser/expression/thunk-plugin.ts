import jsep from 'jsep';

/** Reads `() => expression`, the argument `@peek` takes. There are no other functions, and none with parameters. */
export const thunkPlugin: jsep.IPlugin = {
  name: 'thunk',
  init() {
    jsep.hooks.add('gobble-token', function (env) {
      const arrow = /^\(\s*\)\s*=>/.exec(this.expr.slice(this.index));
      if (!arrow) return;
      this.index += arrow[0].length;
      const body = this.gobbleExpression();
      if (!body) this.throwError('Expected an expression after =>');
      env.node = { type: 'Thunk', body };
    });
  },
};
