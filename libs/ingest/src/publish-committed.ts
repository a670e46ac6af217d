import { EventBus } from '@binnacle/bus';
import { EventArchive } from '@binnacle/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** The arrow from the archive to the bus: what is committed is published, in commit order, and nothing else is. */
@Injectable()
export class PublishCommitted implements OnModuleInit {
  constructor(
    private readonly archive: EventArchive,
    private readonly bus: EventBus,
  ) {}

  onModuleInit(): void {
    // Ends by itself: the archive completes the stream when it has drained.
    this.archive.committed$.subscribe((batch) => this.bus.publish(batch));
  }
}
