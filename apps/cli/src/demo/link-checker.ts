import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Outcome, Workplace } from './agent-program.js';
import { type CheckedLinks, checkLinks } from './tools/check-links.js';
import { linesOf } from './tools/count-lines.js';
import { listFiles } from './tools/list-files.js';
import { readText } from './tools/read-text.js';

const MAX_DOCUMENTS = 5;

/**
 * Checks the relative links of a folder's Markdown documents. It notes one JSON record per line, then takes the notes for
 * one JSON document: that call really fails, and the agent recovers by reading them line by line.
 */
export async function linkChecker(work: Workplace): Promise<Outcome<CheckedLinks[]>> {
  const { agent, folder, pace, progress } = work;
  progress.plan(2);
  await pace(800);
  const documents = await agent.tool('list_documents', { pattern: '*.md' }, () => markdownFiles(folder));
  progress.step(`link-checker found ${documents.length} documents`);
  progress.plan(documents.length);
  const records: object[] = [{ folder: path.basename(folder), documents: documents.length }];
  for (const document of documents) {
    await pace(800);
    const text = await agent.tool('read_file', { path: document }, () => readText(path.join(folder, document)), size);
    await pace(900);
    const checked = await agent.tool('check_links', { document }, () => checkLinks(folder, document, text));
    records.push(checked);
    progress.step(`link-checker checked ${checked.links} links of ${document}`);
  }
  await pace(800);
  // At least two lines, or the notes would be valid JSON by chance.
  records.push({ end: true });
  const checked = await throughNotes(work, records);
  progress.step('link-checker read its notes back');
  const broken = checked.reduce((sum, document) => sum + document.broken.length, 0);
  return { findings: checked, summary: `${checked.length} documents checked, ${broken} broken links` };
}

async function throughNotes({ agent, pace }: Workplace, records: readonly object[]): Promise<CheckedLinks[]> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'binnacle-demo-'));
  const notes = path.join(scratch, 'notes.json');
  try {
    const text = records.map((record) => JSON.stringify(record)).join('\n');
    await agent.tool('write_notes', { file: 'notes.json', records: records.length }, () => writeFile(notes, text));
    await pace(800);
    const read = async () => JSON.parse(await readFile(notes, 'utf8')) as object[];
    const found = await agent.tool('parse_json', { file: 'notes.json' }, read).catch(async () => {
      await pace(1_500);
      return agent.tool('parse_json_lines', { file: 'notes.json' }, () => readLines(notes), count);
    });
    return found.filter((record): record is CheckedLinks => 'broken' in record);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readLines(file: string): Promise<object[]> {
  return (await readFile(file, 'utf8')).split('\n').map((line) => JSON.parse(line) as object);
}

const count = (records: readonly object[]) => ({ records: records.length });
const size = (text: string) => ({ lines: linesOf(text), characters: text.length });

async function markdownFiles(folder: string): Promise<string[]> {
  const files = await listFiles(folder);
  return files
    .map((file) => file.path)
    .filter((file) => file.endsWith('.md'))
    .slice(0, MAX_DOCUMENTS);
}
