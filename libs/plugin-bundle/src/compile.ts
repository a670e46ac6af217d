import { BinnacleError } from '@binnacle/events';
import { type BuildOptions, type BuildResult, build, type Message } from 'esbuild';
import { links } from './links.js';

/**
 * One way to compile a plugin, whoever asks: what passes its tests is what the server runs.
 *
 * @throws BinnacleError `plugin_load_failed` with file, line and column
 */
export async function compile(folder: string, options: BuildOptions): Promise<BuildResult> {
  try {
    return await build({
      absWorkingDir: folder,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
      plugins: [links],
      ...options,
    });
  } catch (error) {
    const [first] = (error as { errors?: readonly Message[] }).errors ?? [];
    if (!first) throw error;
    throw new BinnacleError('plugin_load_failed', placed(first), { plugin: folder });
  }
}

function placed({ text, location }: Message): string {
  // The line that asks for the plugin is ours.
  if (!location || location.file === '<stdin>') return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}
