import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addPluginBench } from './plugin-bench.js';
import { addPluginNew } from './plugin-new.js';
import { addPluginTest } from './plugin-test.js';

/** `binnacle plugin …`: for authors of plugins. None of it asks a server. */
export function addPlugin(program: Command, context: CommandContext): void {
  const plugin = program.command('plugin').description('Write, test and measure a plugin.');
  for (const add of [addPluginNew, addPluginTest, addPluginBench]) add(plugin, context);
}
