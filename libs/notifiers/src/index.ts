/** Tells the notifiers of plugins what is committed. */
export { NotifierOptions } from './notifier-options.js';
export { NotifiersModule } from './notifiers.module.js';
