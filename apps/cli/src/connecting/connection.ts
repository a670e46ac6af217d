import path from 'node:path';
import {
  type Addition,
  type ConfigurationOptions,
  clientConfiguration,
  type HookClient,
  isReference,
  otlpHeaders,
} from '@binnacle/connect';
import { clientFile, ownFolder, type Scope } from './client-files.js';
import type { Machine } from './machine.js';
import { planConnection, type Target } from './plan-connection.js';
import { planKeyFile } from './plan-key-file.js';
import { planUndo } from './plan-undo.js';
import type { PlannedChange } from './planned-change.js';
import type { Receipt, Receipts } from './receipts.js';
import { digest } from './text-file.js';

export interface Wanted {
  readonly client: HookClient;
  readonly scope: Scope;
  readonly url: string;
  readonly key?: string;
  readonly hold?: string;
  readonly agent?: string;
  readonly otel?: boolean;
  readonly mcp?: boolean;
}

export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** What the person has to do besides. */
  readonly notes: readonly string[];
}

/** The variable that shared settings name instead of a key. */
const KEY_VARIABLE = '$BINNACLE_API_KEY';

/** Everything that would be written. @throws Error when a file can't be read, or the client has none of that kind */
export async function planAll(wanted: Wanted, machine: Machine, receipts: Receipts): Promise<Plan> {
  const { client, scope, url } = wanted;
  const project = scope === 'user' ? null : machine.cwd;
  const known = await receipts.all();
  const { options, notes, secret } = configurationOf(wanted, machine);
  const target = (file: string): Target => {
    const receipt = known.find((one) => one.file === file && one.client === client);
    return { client, scope, project, url, file, receipt };
  };
  const changes: PlannedChange[] = [];
  if (secret && options.headerFile) changes.push(await planKeyFile(target(options.headerFile), secret));
  for (const addition of clientConfiguration(client, options)) {
    changes.push(await planConnection(target(fileOf(addition, wanted, machine)), addition));
  }
  const leftOver = mine(known, wanted, machine).filter(({ file }) => !changes.some((change) => change.file === file));
  return { changes: [...changes, ...(await Promise.all(leftOver.map(planUndo)))], notes };
}

/** What undoing takes, the newest first. */
export async function planUndoing(
  which: Pick<Wanted, 'client' | 'scope'>,
  machine: Machine,
  receipts: Receipts,
): Promise<Plan> {
  const found = mine(await receipts.all(), which, machine).toReversed();
  return { changes: await Promise.all(found.map(planUndo)), notes: [] };
}

export function fileOf(addition: Addition, { client, scope }: Wanted, machine: Machine): string {
  const file = clientFile(client, addition.file, scope, machine);
  if (file) return file;
  throw new Error(`--scope ${scope} has no place for this; take --scope user or --scope project`);
}

const mine = (
  receipts: readonly Receipt[],
  { client, scope }: Pick<Wanted, 'client' | 'scope'>,
  { cwd }: Machine,
): readonly Receipt[] =>
  receipts.filter(
    (one) => one.client === client && one.scope === scope && (one.project === null || one.project === cwd),
  );

interface Configuration {
  readonly options: ConfigurationOptions;
  readonly notes: readonly string[];
  /** The key, when it may lie in a file. */
  readonly secret: string | undefined;
}

/** A project's files are shared: they name the variable that holds the key, and never the key. */
export function configurationOf(wanted: Wanted, machine: Machine): Configuration {
  const { client, scope, key, otel } = wanted;
  if (otel && client === 'codex' && scope !== 'user') {
    throw new Error('Codex takes telemetry settings from the user alone: connect it with --scope user for --otel');
  }
  const fromEnvironment = key === undefined && machine.env.BINNACLE_API_KEY ? KEY_VARIABLE : undefined;
  const shown = scope === 'project' && key !== undefined && !isReference(key) ? KEY_VARIABLE : (key ?? fromEnvironment);
  const secret = shown !== undefined && !isReference(shown) ? shown : undefined;
  const notes: string[] = [];
  if (shown && !secret) notes.push(`The agent's environment must hold the key: export ${shown.slice(1)}=…`);
  if (otel && shown && (client === 'gemini' || (client === 'claude-code' && !secret))) {
    notes.push(`For --otel it must hold this too: export OTEL_EXPORTER_OTLP_HEADERS="${otlpHeaders(shown)}"`);
  }
  const headerFile = secret && path.join(ownFolder(machine), 'keys', keyFileName(wanted, machine));
  return { options: { ...wanted, key: shown, ...(headerFile && { headerFile }) }, notes, secret };
}

const keyFileName = ({ client, scope }: Wanted, { cwd }: Machine): string =>
  scope === 'user' ? client : `${client}-${digest(cwd).slice(0, 8)}`;
