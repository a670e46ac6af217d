/**
 * A TCP proxy in front of Postgres that loses connections at the worst moment.
 *
 * `fault` is asked for every piece a client sends:
 * - `refuse`: the connection is cut and the server never sees it
 * - `deaf`: the server gets it and answers, the client is cut before it hears anything
 * - `late`: the client is cut at once, the server gets it a little later, from a session whose client is gone
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Fault = 'refuse' | 'deaf' | 'late';

export class TcpProxy {
  fault: (sent: Buffer) => Fault | undefined = () => undefined;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.join(client));

  private constructor(
    private readonly target: URL,
    private readonly lateMs: number,
  ) {}

  static async inFrontOf(url: string, lateMs = 30): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url), lateMs);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The target's connection string, by way of the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.toString();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const upstream = connect(Number(this.target.port), this.target.hostname);
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
    }
    let answer = (data: Buffer): void => {
      client.write(data);
    };
    upstream.on('data', (data) => answer(data)).on('close', () => client.destroy());
    // After a fault the server's session goes on until it has answered.
    let lingering = false;
    client.on('close', () => {
      if (!lingering) upstream.destroy();
    });
    client.on('data', (data) => {
      const fault = this.fault(data);
      if (fault === undefined) {
        upstream.write(data);
        return;
      }
      lingering = true;
      answer = () => {
        client.destroy();
        upstream.destroy();
      };
      if (fault === 'deaf') upstream.write(data);
      else client.destroy();
      if (fault === 'refuse') upstream.destroy();
      if (fault === 'late') setTimeout(() => upstream.write(data), this.lateMs);
    });
  }
}
