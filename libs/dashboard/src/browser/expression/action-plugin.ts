import jsep from 'jsep';
import { CODE } from './character-codes.js';

/** Reads `@name(arguments)`, the call of an action. */
export const actionPlugin: jsep.IPlugin = {
  name: 'action',
  init() {
    jsep.hooks.add('gobble-token', function (env) {
      if (this.code !== CODE.at) return;
      this.index++;
      const identifier = this.gobbleIdentifier() as jsep.Identifier;
      if (this.code !== CODE.openParen) this.throwError(`Expected ( after @${identifier.name}`);
      this.index++;
      const args = this.gobbleArguments(CODE.closeParen) as unknown as jsep.Expression[];
      env.node = { type: 'Action', name: identifier.name, arguments: args };
    });
  },
};
