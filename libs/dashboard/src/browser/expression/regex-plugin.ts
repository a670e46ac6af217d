import jsep from 'jsep';
import { CODE } from './character-codes.js';

/** Reads `/pattern/flags`, which jsep's core takes for a division, as a literal. */
export const regexPlugin: jsep.IPlugin = {
  name: 'regex',
  init() {
    jsep.hooks.add('gobble-token', function (env) {
      if (this.code !== CODE.slash) return;
      const literal = /^\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/([a-z]*)/.exec(this.expr.slice(this.index));
      if (!literal) this.throwError('Unclosed regular expression');
      else {
        this.index += literal[0].length;
        env.node = { type: 'Literal', value: new RegExp(literal[1] ?? '', literal[2]), raw: literal[0] };
        env.node = this.gobbleTokenProperty(env.node);
      }
    });
  },
};
