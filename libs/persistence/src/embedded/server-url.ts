import { readFileSync } from 'node:fs';
import type { ClusterFiles } from './cluster.js';

/** Connection string of a database on a running embedded server; whoever may read its password file may connect. */
export function serverUrl({ passwordFile }: ClusterFiles, port: number, database: string): string {
  const password = readFileSync(passwordFile, 'utf8').trim();
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}
