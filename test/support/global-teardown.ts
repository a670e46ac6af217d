/** Jest's global teardown: stops the shared Postgres when the last project is done. */
export default async function globalTeardown(): Promise<void> {
  const { binnacleTestServer: server } = globalThis as {
    binnacleTestServer?: { users: number; stop(): Promise<void> };
  };
  if (!server) return;
  server.users -= 1;
  if (server.users === 0) await server.stop();
}
