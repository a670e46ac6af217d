const NS_PER_MS = 1_000_000n;
const MS_PER_S = 1_000;

/** From the start of a span to a time, as ISO 8601 with or without the quotes of JSON. Undefined when it is none, or before. */
export function secondsUntil(time: string | undefined, startNs: bigint): number | undefined {
  const ms = Date.parse((time ?? '').replaceAll('"', '')) - Number(startNs / NS_PER_MS);
  return ms >= 0 ? ms / MS_PER_S : undefined;
}
