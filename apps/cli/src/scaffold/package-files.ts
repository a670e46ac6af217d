/** As formatters like it: a list of one stays on its line. */
const json = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]')}\n`;

/**
 * `package.json`.
 *
 * @param kit where npm finds Binnacle. Never a version alone: Binnacle is in no registry, and npm would take a stranger's package
 */
export const packageJson = (name: string, kit: string): string =>
  json({
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: { test: 'binnacle plugin test', check: 'tsc --noEmit' },
    devDependencies: { '@types/node': '^20.19.0', binnacle: kit, typescript: '^6.0.0' },
  });

/** `tsconfig.json`: strict, and imports as the bundler resolves them. */
export const tsconfigJson = (): string =>
  json({
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023'],
      module: 'preserve',
      moduleResolution: 'bundler',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      isolatedModules: true,
      experimentalDecorators: true,
      skipLibCheck: true,
      noEmit: true,
    },
    exclude: ['node_modules'],
  });
