/**
 * Agents that wait for answers, in a process of their own: each holds a long-poll of its own question on a connection of its own,
 * and tells when it returned.
 */
import http from 'node:http';

const [base, first, end] = [new URL(process.argv[2]), Number(process.argv[3]), Number(process.argv[4])];
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
/** Requests on their way to the server at once. */
const LANES = 40;
const WAIT_SECONDS = 55;

let stopping = false;

/** Resolves when the request is out; what comes back is told. */
function wait(index) {
  return new Promise((sent) => {
    const again = () => {
      if (!stopping) setTimeout(() => void wait(index), 50);
    };
    const request = http.get(
      { host: base.hostname, port: base.port, path: `/api/v1/questions/q-${index}?wait=${WAIT_SECONDS}`, agent },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          const at = performance.timeOrigin + performance.now();
          if (text.includes('"state":"open"') || response.statusCode >= 500) again();
          else process.send({ returned: index, at });
        });
      },
    );
    request.on('finish', sent);
    request.on('error', again);
  });
}

let next = first;
await Promise.all(
  Array.from({ length: LANES }, async () => {
    while (next < end) await wait(next++);
  }),
);
process.send({ sent: end - first });
process.on('message', () => {
  stopping = true;
  process.exit(0);
});
