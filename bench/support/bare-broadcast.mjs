/** The anchor of the fan-out: a Node server that writes one ready buffer to every connection ten times a second. */
import http from 'node:http';

const size = Number(process.env.FRAME_BYTES);
const interval = Number(process.env.FRAME_MS);
const clients = new Set();
const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(': hello\n\n');
  clients.add(response);
  response.on('close', () => clients.delete(response));
});
let number = 0;
setInterval(() => {
  const head = `data: sent=${Date.now()}.${number++}; `;
  const frame = Buffer.from(`${head}${'x'.repeat(Math.max(0, size - head.length - 2))}\n\n`);
  for (const response of clients) response.write(frame);
}, interval);
server.listen(0, '127.0.0.1', () => console.log(`ready: http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
