import type { Outcome, Workplace } from './agent-program.js';
import type { LanguageCount } from './repo-scout.js';
import type { CheckedLinks } from './tools/check-links.js';
import { formatReport, REPORT_FORMATS, type ReportFormat, type ReportRow } from './tools/format-report.js';

export interface Sources {
  readonly languages: Promise<readonly LanguageCount[]>;
  readonly links: Promise<readonly CheckedLinks[]>;
  /** Milliseconds to wait for a person. */
  readonly answerTimeoutMs: number;
  readonly onAsking: () => void;
}

export const QUESTION = 'Which format shall the report have?';

/** Waits for what the others found, asks a person for the format, and writes the report into its result. */
export async function reportWriter(work: Workplace, sources: Sources): Promise<Outcome<string>> {
  const { agent, pace, progress, signal } = work;
  progress.plan(3);
  await pace(600);
  const waited = { agents: ['repo-scout', 'link-checker'] };
  const [languages, links] = await agent.tool(
    'wait_for_findings',
    waited,
    () => Promise.all([sources.languages, sources.links]),
    ([scout, checker]) => ({ languages: scout.length, documents: checker.length }),
  );
  progress.step('report-writer has the findings');
  await pace(700);
  const input = { languages: languages.length, documents: links.length };
  const rows = await agent.tool('merge_findings', input, () => merge(languages, links));
  sources.onAsking();
  const options = [...REPORT_FORMATS];
  const answer = await agent.ask(QUESTION, { options, timeoutMs: sources.answerTimeoutMs, signal });
  const format = formatNamed(answer);
  progress.step(`report-writer was told: ${answer.slice(0, 60)}`);
  await pace(900);
  const report = await agent.tool('format_report', { format, rows: rows.length }, () => formatReport(rows, format));
  progress.step(`report-writer wrote the report as ${format}`);
  const note = format === answer.trim().toLowerCase() ? '' : ` ("${answer.slice(0, 60)}" is no format it knows)`;
  return { findings: report, summary: `report in ${format}, ${rows.length} rows${note}` };
}

/** People may answer in their own words. */
const formatNamed = (answer: string): ReportFormat =>
  REPORT_FORMATS.find((format) => answer.toLowerCase().includes(format)) ?? 'markdown';

const merge = (languages: readonly LanguageCount[], links: readonly CheckedLinks[]): ReportRow[] => [
  ...languages.flatMap(({ language, files, lines }) => [
    { kind: 'files', name: language, value: files },
    { kind: 'lines', name: language, value: lines },
  ]),
  ...links.map(({ document, broken }) => ({ kind: 'broken links', name: document, value: broken.length })),
];
