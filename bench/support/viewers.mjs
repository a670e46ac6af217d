/**
 * Many viewers in a process of their own: opens streams, and for each measures how long after `sent=<epoch ms>` in a frame
 * it arrived. Commands and results travel over IPC.
 */
import net from 'node:net';

const [url, count] = [new URL(process.argv[2]), Number(process.argv[3])];
let latencies = [];
let bytes = 0;
let frames = 0;
let measuring = false;

function open() {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(url.port), url.hostname, () => {
      socket.write(
        `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n\r\n`,
      );
    });
    socket.once('data', resolve);
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      if (!measuring) return;
      bytes += chunk.length;
      // The newest mark of the frame stands first in a log, last in the anchor; a frame is one chunk but for the largest.
      const at = chunk.indexOf('sent=');
      if (at < 0) return;
      frames++;
      latencies.push(Date.now() - Number(chunk.toString('latin1', at + 5, at + 18)));
    });
  });
}

for (let at = 0; at < count; at += 50) await Promise.all(Array.from({ length: Math.min(50, count - at) }, open));
process.send({ ready: true });
process.on('message', (command) => {
  if (command === 'start') {
    latencies = [];
    bytes = 0;
    frames = 0;
    measuring = true;
  } else {
    measuring = false;
    const sorted = Float64Array.from(latencies).sort();
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null;
    process.send({ p50: at(0.5), p99: at(0.99), frames, bytes });
    if (command === 'stop') process.exit(0);
  }
});
