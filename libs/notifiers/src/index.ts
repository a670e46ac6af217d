/** Who is told of what: rules, channels, deliveries; and the notifiers of plugins. */
export { CHANNEL_KINDS, type Channel, type ChannelKind } from './channels/channel.js';
export { ChannelBook } from './channels/channel-book.js';
export { channelToWire, type WireChannel } from './channels/channel-to-wire.js';
export { type ChannelSurroundings, MAX_NAME_CHARS, readChannel } from './channels/read-channel.js';
export { DELIVERY_STATES, type Delivery, type DeliveryState } from './deliveries/delivery.js';
export { DeliveryBook, type DeliveryFilter } from './deliveries/delivery-book.js';
export { Dispatcher } from './deliveries/dispatcher.js';
export { NotifierOptions } from './notifier-options.js';
export { NotifiersModule } from './notifiers.module.js';
export { type AllowedTargets, readAllowedTargets } from './outgoing/allowed-targets.js';
export { PushSubscriptions, type PushTarget } from './push/push-subscriptions.js';
export { Fields } from './rest/fields.js';
export { NOTIFICATION_SCHEMAS } from './rest/openapi.js';
export { MAX_STEPS, readRule } from './rules/read-rule.js';
export { RULE_EVENTS, type Rule, type RuleEvent, type RuleStep } from './rules/rule.js';
export { RuleBook } from './rules/rule-book.js';
