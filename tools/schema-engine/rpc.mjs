/** JSON-RPC 2.0, one message per line, answered one at a time in the order asked. Ends with stdin. */
import { createInterface } from 'node:readline';

const METHOD_NOT_FOUND = -32_601;
/** What the native engine uses for every failure. */
const ENGINE_ERROR = 4_466;
/** Far from the ids the CLI counts up from 1. */
const PRINT_IDS = 1_000_000;

export async function serveRpc(call) {
  for await (const line of createInterface({ input: process.stdin })) {
    const message = line.trim() && JSON.parse(line);
    // Answers to our own `print` calls come back here too.
    if (message?.method) send(await answer(call, message));
  }
  process.exit(0);
}

async function answer(call, { id, method, params }) {
  const print = (content) => send({ jsonrpc: '2.0', id: PRINT_IDS + id, method: 'print', params: { content } });
  try {
    const result = await call(method, params, print);
    if (result === undefined) {
      return { jsonrpc: '2.0', id, error: { code: METHOD_NOT_FOUND, message: `Method not found: ${method}` } };
    }
    return { jsonrpc: '2.0', id, result: result ?? {} };
  } catch (error) {
    const known = /^P\d{4}$/.test(error?.code ?? '') ? { error_code: error.code } : {};
    const data = { is_panic: false, message: error?.message ?? String(error), meta: error?.meta ?? null, ...known };
    return {
      jsonrpc: '2.0',
      id,
      error: { code: ENGINE_ERROR, message: 'An error happened. Check the data field for details.', data },
    };
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
