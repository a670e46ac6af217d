/** An agent as a process of its own: asks one question by the SDK, prints the answer, ends. Started again, it asks the same. */
import { BinnacleClient } from '../../dist/libs/client/src/index.js';

const [, , url, agentId, msgId] = process.argv;
const client = new BinnacleClient({ url, agentId, sessionId: 'night' });
const reply = await client.askForReply('Go on with the release?', {
  msgId,
  action: { tool: 'release', args: { version: '1.4' } },
  allowed: ['approve', 'edit', 'reject'],
});
await client.close();
console.log(JSON.stringify(reply));
