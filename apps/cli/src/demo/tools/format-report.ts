/** One line of the report: what was measured, of what, and how much. */
export interface ReportRow {
  readonly kind: string;
  readonly name: string;
  readonly value: number;
}

export const REPORT_FORMATS = ['markdown', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export function formatReport(rows: readonly ReportRow[], format: ReportFormat): string {
  switch (format) {
    case 'json':
      return JSON.stringify(rows, null, 2);
    case 'csv':
      return [
        'kind,name,value',
        ...rows.map(({ kind, name, value }) => [kind, name, value].map(csvCell).join(',')),
      ].join('\n');
    case 'markdown':
      return ['| kind | name | value |', '|---|---|---:|', ...rows.map(markdownRow)].join('\n');
  }
}

const markdownRow = ({ kind, name, value }: ReportRow): string =>
  `| ${kind} | ${name.replaceAll('|', '\\|')} | ${value} |`;

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
