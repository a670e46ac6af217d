/** The anchor: a bare Node server that runs the SQL it is given and sends the rows as JSON. For benchmarks, on loopback. */
import http from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2, statement_timeout: 120_000 });
const server = http.createServer(async (request, response) => {
  const sql = new URL(request.url, 'http://localhost').searchParams.get('sql');
  const { rows } = await pool.query(sql);
  const body = JSON.stringify({ data: rows });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`ready: http://127.0.0.1:${server.address().port}`));
process.once('SIGTERM', () => process.exit(0));
