/** The event bus: every committed event to every subscriber of this process, each behind its own bound. */
export { BusModule } from './bus.module.js';
export { BusTransport } from './bus-transport.js';
export { EventBus } from './event-bus.js';
export { LocalTransport } from './local-transport.js';
export { forAgent, matching, ofCategory } from './operators.js';
export type { OverflowPolicy, SubscriberOptions } from './subscriber-options.js';
