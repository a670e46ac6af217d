/**
 * `binnacle doctor`: looks at the surroundings of a server, beside it or before its first start, with the same environment. A process
 * of its own in apps/server, as it reads the server's configuration; the command may not import that.
 */
import { redact } from '../operations/redact.js';
import { examine } from './examine.js';
import type { Finding } from './finding.js';

const findings = await examine(process.env, process.cwd());
const width = Math.max(...findings.map(({ about }) => about.length));
const line = ({ state, about, detail }: Finding) => `${state.padEnd(4)}  ${about.padEnd(width)}  ${detail}`;
process.stdout.write(`${redact(findings.map(line).join('\n'))}\n`);
const failed = findings.filter(({ state }) => state === 'fail').length;
process.stdout.write(failed === 0 ? '\nNothing is in the way of a start.\n' : `\n${failed} in the way: see above.\n`);
process.exitCode = failed === 0 ? 0 : 1;
