import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.js';
import { packageRoot } from '../package-root.js';
import { pluginFiles } from '../scaffold/plugin-files.js';
import { PLUGIN_NAME } from '../scaffold/plugin-name.js';
import { writeFolder } from '../scaffold/write-folder.js';

const DEFAULT_FOLDER = 'plugins';

/** `binnacle plugin new`: a plugin that works, with its tests. */
export function addPluginNew(plugin: Command, context: CommandContext): void {
  plugin
    .command('new')
    .argument('<name>', 'of the plugin and its folder, as in tool-costs', pluginName)
    .description('Write a new plugin: a panel, its tests, and what they need.')
    .option('--dir <folder>', `where plugins are (default: BINNACLE_PLUGINS_DIR, else ${DEFAULT_FOLDER})`)
    .action((name: string, { dir }: { dir?: string }) => createPlugin(name, dir, context));
}

async function createPlugin(name: string, dir: string | undefined, { terminal }: CommandContext): Promise<void> {
  const parent = path.resolve(dir ?? (terminal.env.BINNACLE_PLUGINS_DIR || DEFAULT_FOLDER));
  const folder = path.join(parent, name);
  await writeFolder(folder, pluginFiles(name, await kitFrom(parent, name)));
  const shown = shownPath(folder);
  terminal.out(`${shown}\n`);
  terminal.err(`${typesNote()}
Next:
  cd ${shown}
  npm install && npm test
  npm run check                     types
A server that watches ${path.dirname(shown)} shows it now, and after every change. To start one there:
  BINNACLE_DEV=1 npx binnacle serve       or, in a checkout: npm run dev
`);
}

/** A checkout builds without the types of the kit; a package has them. */
function typesNote(): string {
  const root = packageRoot();
  if (existsSync(path.join(root, 'dist/libs/plugin-kit/src/index.d.ts'))) return '';
  return `\nOnce, for types: npm run declarations, in ${root}\n`;
}

/** As npm wants it: relative to the plugin, so that the two may move together. */
async function kitFrom(parent: string, name: string): Promise<string> {
  const [from, root] = [await realpathOfNearest(parent), await realpath(packageRoot())];
  return `file:${path.relative(path.join(from, name), root).replaceAll('\\', '/')}`;
}

/** The folder itself may not be there yet; a link above it may. */
async function realpathOfNearest(folder: string): Promise<string> {
  return realpath(folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || folder === path.dirname(folder)) throw error;
    return path.join(await realpathOfNearest(path.dirname(folder)), path.basename(folder));
  });
}

function shownPath(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') ? folder : relative;
}

function pluginName(text: string): string {
  if (!PLUGIN_NAME.test(text)) throw new InvalidArgumentError(`It must match ${PLUGIN_NAME.source}.`);
  return text;
}
