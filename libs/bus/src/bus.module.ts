import { Logger, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { BusTransport } from './bus-transport.js';
import { containSubscriberErrors } from './contain-subscriber-errors.js';
import { EventBus } from './event-bus.js';
import { LocalTransport } from './local-transport.js';

@Module({
  providers: [
    { provide: BusTransport, useClass: LocalTransport },
    { provide: EventBus, inject: [BusTransport], useFactory: (transport: BusTransport) => new EventBus(transport) },
  ],
  exports: [EventBus],
})
export class BusModule implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('EventBus');
  private restore: () => void = () => {};

  constructor(private readonly bus: EventBus) {}

  onModuleInit(): void {
    this.restore = containSubscriberErrors((error) => this.logger.error({ err: error }, 'a subscriber threw'));
  }

  /** Last of all: requests in flight still commit and publish while the server closes. */
  onApplicationShutdown(): void {
    this.bus.close();
    this.restore();
  }
}
