import { packageJson, tsconfigJson } from './package-files.js';
import { panelSource } from './panel-source.js';
import { readmeText } from './readme-text.js';
import { specSource } from './spec-source.js';

/** A new plugin: text by file name. */
export const pluginFiles = (name: string, kit: string): Readonly<Record<string, string>> => ({
  'index.ts': panelSource(name),
  [`${name}.spec.ts`]: specSource(name),
  'README.md': readmeText(name),
  'package.json': packageJson(name, kit),
  'tsconfig.json': tsconfigJson(),
});
