/** Attribute names are lower case in HTML, so `data-signals:foo-bar` means `fooBar`; `__case.…` asks for another form. */
export type Casing = 'camel' | 'kebab' | 'snake' | 'pascal';

export function withCasing(key: string, casing: Casing): string {
  switch (casing) {
    case 'camel':
      return key.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    case 'pascal':
      return withCasing(`-${key}`, 'camel');
    case 'snake':
      return key.replaceAll('-', '_');
    case 'kebab':
      return key;
  }
}
