import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DashboardOptions } from '../dashboard-options.js';
import type { PageAssets } from '../pages/index.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Asset {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer;
  /** Changes with the content, so that it may be cached for ever. */
  readonly url: `/${string}`;
}

/** The page's own files, few and small, held in memory under URLs that change with their content. */
@Injectable()
export class AssetStore implements OnModuleInit {
  private readonly byUrl = new Map<string, Asset>();
  private readonly byName = new Map<string, Asset>();

  constructor(private readonly options: DashboardOptions) {}

  async onModuleInit(): Promise<void> {
    const { browserDir, datastarClient } = this.options;
    const files: [string, string][] = [
      ['binnacle.css', path.join(browserDir, 'binnacle.css')],
      ['favicon.svg', path.join(browserDir, 'favicon.svg')],
      ['binnacle.js', path.join(browserDir, 'binnacle.js')],
    ];
    if (!isUrl(datastarClient)) files.push(['datastar.js', datastarClient ?? path.join(browserDir, 'datastar.js')]);
    for (const [name, file] of files) this.add(name, await readFile(file));
  }

  /** URL of a file by name; of an official Datastar bundle elsewhere, that URL. */
  url(name: 'binnacle.css' | 'favicon.svg' | 'binnacle.js' | 'datastar.js'): string {
    if (name === 'datastar.js' && isUrl(this.options.datastarClient)) return this.options.datastarClient;
    return this.byName.get(name)?.url ?? `/assets/${name}`;
  }

  /** What every page links to. */
  get ofPages(): PageAssets {
    return {
      css: this.url('binnacle.css'),
      datastar: this.url('datastar.js'),
      binnacle: this.url('binnacle.js'),
      icon: this.url('favicon.svg'),
    };
  }

  find(url: string): Asset | undefined {
    return this.byUrl.get(url);
  }

  private add(name: string, body: Buffer): void {
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    const { name: stem, ext } = path.parse(name);
    const asset: Asset = {
      name,
      body,
      type: TYPES[ext] ?? 'application/octet-stream',
      url: `/assets/${stem}.${hash}${ext}`,
    };
    this.byName.set(name, asset);
    this.byUrl.set(asset.url, asset);
  }
}

const isUrl = (value: string | undefined): value is string => value !== undefined && /^https?:\/\//.test(value);
