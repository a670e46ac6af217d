import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { ExitCode } from '../exit-code.js';

const NOTES = `
Bundles every *.spec.ts and *.test.ts of the folder as the server bundles a plugin and runs them with Node's test runner, their
working directory the folder. The kit, Nest and RxJS are those of this command. Types are not checked: that is tsc's work.`;

/** `binnacle plugin test`: an author's tests, without a configuration. */
export function addPluginTest(plugin: Command, context: CommandContext): void {
  plugin
    .command('test')
    .argument('[folder]', 'of the plugin', '.')
    .description("Run a plugin's tests.")
    .option('--update-snapshots', 'write what t.assert.snapshot compares with, from Node 22.3')
    .addHelpText('after', NOTES)
    .action(async (folder: string, { updateSnapshots }: { updateSnapshots?: boolean }) => {
      const { testPlugin } = await import('../plugin/test-plugin.js');
      const passed = await testPlugin(folder, context.terminal, updateSnapshots);
      context.exitCode = passed ? ExitCode.done : ExitCode.failed;
    });
}
