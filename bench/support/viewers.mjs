/**
 * Many viewers in a process of their own. All of them take the bytes; up to twenty of them, spread evenly, also read what
 * they get: for every `sent=<epoch ms>.<number>` seen for the first time, how long after that moment it arrived.
 */
import http from 'node:http';
import zlib from 'node:zlib';

const READERS = 20;
/** Frames are 100 ms apart: chunks closer than this are one frame. */
const SAME_FRAME_MS = 30;

const [url, count, encoding] = [new URL(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const stalled = process.argv[5] === 'stalled';
const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY });
const latencies = [];
let bytes = 0;
let frames = 0;
let readers = 0;
let measuring = false;

function open(reads) {
  return new Promise((resolve, reject) => {
    const request = http.get(
      url,
      { agent, headers: { accept: 'text/event-stream', 'accept-encoding': encoding } },
      (response) => {
        response.once('data', resolve);
        response.on('data', (chunk) => {
          if (measuring) bytes += chunk.length;
        });
        response.on('error', () => {});
        if (reads) read(response);
        if (stalled) response.once('data', () => response.pause());
      },
    );
    request.once('error', reject);
  });
}

function read(response) {
  readers++;
  const seen = new Set();
  let rest = '';
  let last = 0;
  const text = response.headers['content-encoding'] === 'gzip' ? response.pipe(zlib.createGunzip()) : response;
  text.on('error', () => {});
  text.on('data', (chunk) => {
    const now = Date.now();
    if (measuring && now - last > SAME_FRAME_MS) frames++;
    last = now;
    const whole = rest + chunk.toString('latin1');
    for (const [mark, sent] of whole.matchAll(/sent=(\d{13})\.\d+;/g)) {
      if (seen.has(mark)) continue;
      seen.add(mark);
      if (measuring) latencies.push(now - Number(sent));
    }
    rest = whole.slice(-40);
  });
}

const every = Math.max(1, Math.floor(count / READERS));
for (let at = 0; at < count; at += 50) {
  const group = Array.from({ length: Math.min(50, count - at) }, (_, index) => (at + index) % every === 0);
  await Promise.all(group.map((reads) => open(reads && !stalled)));
}
process.send({ ready: true });
process.on('message', (command) => {
  measuring = command === 'start';
  if (measuring) return;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null;
  process.send({ p50: at(0.5), p99: at(0.99), frames: frames / readers, bytes: bytes / count });
  process.exit(0);
});
