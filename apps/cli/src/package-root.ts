import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package this command belongs to, in a checkout or in `node_modules`. */
export function packageRoot(from = import.meta.dirname): string {
  let folder = from;
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  return folder;
}
