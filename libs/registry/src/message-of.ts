/** Frames of the server's own code: everything built here, its dependencies, Node. */
const OURS =
  /[\\/](dist|libs|apps)[\\/](?:.*[\\/])?(plugin-kit|registry|dashboard|server|persistence|ingest|coordinator|bus|events)[\\/]|node:|node_modules/;
const FRAME = /^\s+at (?:.*\()?((?:file:\/\/)?[^()\s][^()]*:\d+:\d+)\)?$/;

/** What a plugin's error says, with the author's file and line when it has one: `no such tool (panels.ts:14:9)`. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeOf(error);
  return place ? `${error.message} (${place})` : error.message;
}

/** The first frame that is not ours, by file name. */
function placeOf(error: Error): string | undefined {
  for (const line of error.stack?.split('\n') ?? []) {
    const [, place] = FRAME.exec(line) ?? [];
    if (place && !OURS.test(place)) return place.replace(/^.*[\\/]([^\\/]+[\\/][^\\/]+)$/, '$1');
  }
  return undefined;
}
