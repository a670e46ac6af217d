import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';

const NOTES = `
Folds the same 2,750 events of well-known types into each panel: a panel of other types shows what nothing costs. For its own
events, and for panels that inject, call benchPanel in a test. Figures of one machine compare with each other only.`;

/** `binnacle plugin bench`: what each panel of a plugin costs. */
export function addPluginBench(plugin: Command, { terminal }: CommandContext): void {
  plugin
    .command('bench')
    .argument('[folder]', 'of the plugin', '.')
    .description('Measure the fold and the view of its panels.')
    .addHelpText('after', NOTES)
    .action(async (folder: string) => (await import('../plugin/bench-plugin.js')).benchPlugin(folder, terminal));
}
