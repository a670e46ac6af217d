import path from 'node:path';
import type { Outcome, Workplace } from './agent-program.js';
import { countLines, linesOf } from './tools/count-lines.js';
import { languageOf } from './tools/language-of.js';
import { type FoundFile, listFiles } from './tools/list-files.js';
import { readText } from './tools/read-text.js';

export interface LanguageCount {
  readonly language: string;
  readonly files: number;
  readonly lines: number;
}

const MAX_LANGUAGES = 5;

/** Counts the lines of a folder by language. File contents stay here: events hold names and counts. */
export async function repoScout({ agent, folder, pace, progress }: Workplace): Promise<Outcome<LanguageCount[]>> {
  progress.plan(1);
  await pace(400);
  const files = await agent.tool('list_files', { folder: '.' }, () => listFiles(folder), totals);
  progress.step(`repo-scout listed ${files.length} files`);
  const languages = byLanguage(files);
  progress.plan(languages.length);
  const counts: LanguageCount[] = [];
  for (const [language, members] of languages) {
    await pace(1_200);
    const largest = members.reduce((a, b) => (b.bytes > a.bytes ? b : a)).path;
    await agent.tool('read_file', { path: largest }, () => readText(path.join(folder, largest)), size);
    await pace(900);
    const paths = members.map((file) => file.path);
    const input = { language, files: paths.length };
    const lines = await agent.tool(
      'count_lines',
      input,
      () => countLines(folder, paths),
      (n) => ({ lines: n }),
    );
    counts.push({ language, files: paths.length, lines });
    progress.step(`repo-scout counted ${lines} lines of ${language}`);
  }
  const lines = counts.reduce((sum, count) => sum + count.lines, 0);
  return { findings: counts, summary: `${files.length} files, ${lines} lines in ${counts.length} languages` };
}

const totals = (files: readonly FoundFile[]) => ({
  files: files.length,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
});

const size = (text: string) => ({ lines: linesOf(text), characters: text.length });

/** Those with the most files first. */
function byLanguage(files: readonly FoundFile[]): [language: string, FoundFile[]][] {
  const groups = new Map<string, FoundFile[]>();
  for (const file of files) {
    const language = languageOf(file.path);
    if (language) groups.set(language, [...(groups.get(language) ?? []), file]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, MAX_LANGUAGES);
}
