import { BinnacleError } from '@binnacle/events';
import { type FolderEntry, folderEntries, stampOf } from './folder-entries.js';
import { type LoadedPlugin, loadPlugin } from './load-plugins.js';

/** Polling sees what file events miss: other machines' folders, bind mounts, editors that rename. */
const EVERY_MS = 300;

/** Where plugins of the folder go. */
export interface PluginHost {
  /** @throws BinnacleError when they can't be taken; nothing has changed then */
  install(name: string, plugin: LoadedPlugin): Promise<void>;
  fail(name: string, why: string): void;
  remove(name: string): Promise<void>;
}

interface Known {
  readonly stamp: string;
  /** What it imports from outside its folder too. */
  readonly files: readonly string[];
  readonly filesStamp: string;
}

/** The plugins folder of an author: what is put there, changed or taken away is on the dashboard a moment later. */
export class PluginFolder {
  private readonly known = new Map<string, Known>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly folder: string,
    private readonly host: PluginHost,
    private readonly notice: (message: string) => void,
  ) {}

  /** Loads what is there, then watches. */
  async start(): Promise<void> {
    await this.look();
    const again = async (): Promise<void> => {
      await this.look().catch((error: Error) => this.notice(`plugins folder: ${error.message}`));
      if (!this.stopped) this.timer = setTimeout(again, EVERY_MS).unref();
    };
    this.timer = setTimeout(again, EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking?.catch(() => {});
  }

  /** Takes up every change since the last look. */
  look(): Promise<void> {
    this.looking ??= this.round().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async round(): Promise<void> {
    const entries = await folderEntries(this.folder);
    const names = new Set(entries.map(({ name }) => name));
    for (const name of [...this.known.keys()]) {
      if (names.has(name)) continue;
      this.known.delete(name);
      await this.host.remove(name);
      this.notice(`plugin ${name}: gone`);
    }
    for (const entry of entries) {
      if (!this.stopped && (await this.isChanged(entry))) await this.load(entry);
    }
  }

  private async isChanged({ name, stamp }: FolderEntry): Promise<boolean> {
    const known = this.known.get(name);
    return known?.stamp !== stamp || (await stampOf(known.files)) !== known.filesStamp;
  }

  private async load({ name, path, stamp }: FolderEntry): Promise<void> {
    const before = this.known.get(name);
    let files = before?.files ?? [];
    try {
      const plugin = await loadPlugin(path, this.folder);
      files = plugin.files;
      await this.host.install(name, plugin);
      this.notice(`plugin ${name}: ${before ? 'loaded again' : 'loaded'}`);
    } catch (error) {
      const why = error instanceof BinnacleError ? error.detail : String(error);
      this.host.fail(name, why.replace(`plugin ${path}: `, ''));
      this.notice(`plugin ${name}: ${why}`);
    }
    this.known.set(name, { stamp, files, filesStamp: await stampOf(files) });
  }
}
