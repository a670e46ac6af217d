import jsep from 'jsep';
import { CODE } from './character-codes.js';

/** Reads `{key: value, 'key': value, [key]: value}`. No shorthand, spread or methods: the pages need none. */
export const objectPlugin: jsep.IPlugin = {
  name: 'object',
  init() {
    jsep.hooks.add('gobble-token', function (env) {
      if (this.code !== CODE.openBrace) return;
      this.index++;
      const entries: { key: jsep.Expression; value: jsep.Expression }[] = [];
      const expect = (code: number, what: string) => {
        this.gobbleSpaces();
        if (this.code !== code) this.throwError(`Expected ${what}`);
        this.index++;
      };
      const readKey = (): jsep.Expression => {
        if (this.code === CODE.openBracket) {
          this.index++;
          const key = this.gobbleExpression();
          expect(CODE.closeBracket, ']');
          return key;
        }
        const bare = /^[\w$]+/.exec(this.expr.slice(this.index))?.[0];
        if (bare === undefined) return this.gobbleStringLiteral() ?? this.throwError('Expected a key');
        this.index += bare.length;
        return { type: 'Literal', value: bare, raw: bare };
      };
      for (this.gobbleSpaces(); this.code !== CODE.closeBrace; this.gobbleSpaces()) {
        const key = readKey();
        expect(CODE.colon, ':');
        const value = this.gobbleExpression();
        if (!value) this.throwError('Expected a value');
        entries.push({ key, value });
        this.gobbleSpaces();
        if (this.code === CODE.comma) this.index++;
        else if (this.code !== CODE.closeBrace) this.throwError('Expected , or }');
      }
      this.index++;
      env.node = this.gobbleTokenProperty({ type: 'ObjectExpression', entries });
    });
  },
};
