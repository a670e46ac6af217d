import { linesOf } from './lines-of.js';

/** Consecutive lines of a file that go in one request. */
export interface LineBatch {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** Lines that are no JSON object. */
  readonly broken: readonly { readonly number: number; readonly detail: string }[];
  /** Lines of the file up to the end of the batch. */
  readonly through: number;
}

const BATCH_LINES = 1_000;
/** Well below the server's limit of a body. */
const BATCH_CHARS = 4_000_000;

/** @param skip lines that need not be sent again */
export async function* readBatches(
  bytes: AsyncIterable<Uint8Array>,
  skip: number,
): AsyncGenerator<LineBatch, void, undefined> {
  let lines: { number: number; text: string }[] = [];
  let broken: { number: number; detail: string }[] = [];
  let chars = 0;
  let number = 0;
  for await (const text of linesOf(bytes)) {
    number++;
    if (number <= skip || text.trim() === '') continue;
    if (chars > 0 && chars + text.length > BATCH_CHARS) {
      yield { lines, broken, through: number - 1 };
      [lines, broken, chars] = [[], [], 0];
    }
    const detail = fault(text);
    if (detail) broken.push({ number, detail });
    else lines.push({ number, text });
    chars += text.length;
    if (lines.length + broken.length < BATCH_LINES) continue;
    yield { lines, broken, through: number };
    [lines, broken, chars] = [[], [], 0];
  }
  if (lines.length + broken.length > 0) yield { lines, broken, through: number };
}

function fault(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'the line is no JSON object';
  } catch (error) {
    return `the line is no JSON: ${(error as Error).message}`;
  }
}
