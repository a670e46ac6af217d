import { BusModule } from '@binnacle/bus';
import { CoordinatorModule } from '@binnacle/coordinator';
import { RegistryModule } from '@binnacle/registry';
import { Module } from '@nestjs/common';
import { AnswerController } from './answers/answer.controller.js';
import { AnswerTokens } from './answers/answer-tokens.js';
import { AuditedChanges } from './audited-changes.js';
import { ChannelBook } from './channels/channel-book.js';
import { NtfySender } from './channels/senders/ntfy-sender.js';
import { PluginSender } from './channels/senders/plugin-sender.js';
import { Senders } from './channels/senders/senders.js';
import { SlackSender } from './channels/senders/slack-sender.js';
import { WebPushSender } from './channels/senders/web-push-sender.js';
import { WebhookSender } from './channels/senders/webhook-sender.js';
import { Attempt } from './deliveries/attempt.js';
import { DeliveryBook } from './deliveries/delivery-book.js';
import { Dispatcher } from './deliveries/dispatcher.js';
import { Planner } from './deliveries/planner.js';
import { NotifierOptions } from './notifier-options.js';
import { OutgoingHttp } from './outgoing/outgoing-http.js';
import { NotifyService } from './plugins/notify.service.js';
import { PushSubscriptions } from './push/push-subscriptions.js';
import { VapidKeys } from './push/vapid-keys.js';
import { ChannelsController } from './rest/channels.controller.js';
import { NotificationDeliveriesController } from './rest/deliveries.controller.js';
import { NotificationRulesController } from './rest/notification-rules.controller.js';
import { PushSubscriptionsController } from './rest/push-subscriptions.controller.js';
import { RuleBook } from './rules/rule-book.js';

/** Needs `EventArchive`, `PrismaService` and `NotifierOptions`, which the composition root provides for all. */
@Module({
  imports: [BusModule, RegistryModule, CoordinatorModule],
  controllers: [
    AnswerController,
    ChannelsController,
    NotificationRulesController,
    NotificationDeliveriesController,
    PushSubscriptionsController,
  ],
  providers: [
    {
      provide: OutgoingHttp,
      inject: [NotifierOptions],
      useFactory: ({ allowed }: NotifierOptions) => new OutgoingHttp(allowed),
    },
    AnswerTokens,
    Attempt,
    AuditedChanges,
    ChannelBook,
    DeliveryBook,
    Dispatcher,
    NotifyService,
    NtfySender,
    Planner,
    PluginSender,
    PushSubscriptions,
    RuleBook,
    Senders,
    SlackSender,
    VapidKeys,
    WebPushSender,
    WebhookSender,
  ],
  exports: [ChannelBook, DeliveryBook, Dispatcher, PushSubscriptions, RuleBook],
})
export class NotifiersModule {}
