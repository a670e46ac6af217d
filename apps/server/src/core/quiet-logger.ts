import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** What Nest tells about its own start: forty lines that say nothing to whoever runs the product. */
const CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** The structured log without Nest's start-up chatter; its warnings and errors stay. */
@Injectable()
export class QuietLogger extends Logger {
  override log(message: unknown, ...optional: unknown[]): void {
    if (!CHATTER.has(String(optional.at(-1)))) super.log(message, ...optional);
  }
}
