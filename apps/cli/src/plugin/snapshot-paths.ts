/**
 * A module, as a URL for `node --import`, that keeps the snapshots of `t.assert.snapshot` beside the author's tests: `a.spec.snapshot`
 * for `a.spec.ts`. Node would put them beside the bundle, which is deleted. Does nothing before Node 22.3, which has no snapshots.
 */
export function snapshotPaths(bundles: string, folder: string): string {
  const code = `
    import path from 'node:path';
    import * as runner from 'node:test';
    const [bundles, folder] = ${JSON.stringify([bundles, folder])};
    runner.snapshot?.setResolveSnapshotPath((file) =>
      path.join(folder, path.relative(bundles, file)).replace(/\\.mjs$/, '.snapshot'));`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
