/**
 * Shortens a payload that is over the size limit of an event: the longest texts are cut first, each with a visible mark,
 * so that the event arrives with a part of its text instead of not at all.
 */
const SMALLEST_CUT = 64;

/** `…[cut, N characters]`, N being what is missing. */
function cutText(text: string, keep: number): string {
  if (text.length <= keep) return text;
  // Half a surrogate pair can't be stored.
  const end = isHighSurrogate(text.charCodeAt(keep - 1)) ? keep - 1 : keep;
  return `${text.slice(0, end)}…[cut, ${text.length - end} characters]`;
}

/**
 * @param fits whether the payload is small enough
 * @returns a payload for which `fits` holds, or the smallest that can be made
 */
export function cutPayload(
  payload: Record<string, unknown>,
  fits: (payload: Record<string, unknown>) => boolean,
): Record<string, unknown> {
  let keep = longestText(payload);
  let cut = payload;
  while (!fits(cut) && keep > SMALLEST_CUT) {
    keep = Math.max(SMALLEST_CUT, Math.floor(keep / 2));
    cut = mapTexts(payload, (text) => cutText(text, keep)) as Record<string, unknown>;
  }
  if (fits(cut)) return cut;
  // Not long texts but very many values: what remains is the beginning, as text.
  return { cut: cutText(JSON.stringify(payload), 10_000) };
}

function longestText(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let longest = 0;
  for (const child of Object.values(value)) longest = Math.max(longest, longestText(child));
  return longest;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTexts(child, change)]));
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
