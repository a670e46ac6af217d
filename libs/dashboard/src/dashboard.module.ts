import { BusModule } from '@binnacle/bus';
import { CoordinatorModule } from '@binnacle/coordinator';
import { NotifiersModule } from '@binnacle/notifiers';
import { RegistryModule } from '@binnacle/registry';
import { Module } from '@nestjs/common';
import { AccountController } from './account/account.controller.js';
import { FirstAccountController } from './account/first-account.controller.js';
import { LinksController } from './account/links.controller.js';
import { SignInController } from './account/sign-in.controller.js';
import { SignInCookies } from './account/sign-in-cookies.js';
import { SignInSender } from './account/sign-in-sender.js';
import { ActionRunner } from './actions/action-runner.js';
import { ActionsController } from './actions/actions.controller.js';
import { TargetFinder } from './actions/target-finder.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditExporter } from './audit/audit-exporter.js';
import { AuditPageController } from './audit/audit-page.controller.js';
import { ConnectLiveController } from './connect/connect-live.controller.js';
import { ConnectPagesController } from './connect/connect-pages.controller.js';
import { DashboardPagesController } from './dashboards/dashboard-pages.controller.js';
import { DashboardsController } from './dashboards/dashboards.controller.js';
import { DashboardsService } from './dashboards/dashboards.service.js';
import { DemoController } from './demo/demo.controller.js';
import { DemoKeys } from './demo/demo-keys.js';
import { DemoRunner } from './demo/demo-runner.js';
import { EntityFinder } from './entities/entity-finder.js';
import { EntityPagesController } from './entities/entity-pages.controller.js';
import { MessagesLiveController } from './entities/messages-live.controller.js';
import { EventLister } from './history/event-lister.js';
import { EventStreamController } from './history/event-stream.controller.js';
import { EventExporter } from './history/export/event-exporter.js';
import { HistoryController } from './history/history.controller.js';
import { CompletionController } from './history-page/completion.controller.js';
import { HistoryLiveController } from './history-page/history-live.controller.js';
import { HistoryPageController } from './history-page/history-page.controller.js';
import { QueryCompletion } from './history-page/query-completion.js';
import { AssetStore } from './http/asset-store.js';
import { AssetsController } from './http/assets.controller.js';
import { DashboardController } from './http/dashboard.controller.js';
import { LiveController } from './http/live.controller.js';
import { PageSender } from './http/page-sender.js';
import { RepaintStreams } from './http/repaint-streams.js';
import { LiveHub } from './hub/live-hub.js';
import { InboxActionsController } from './inbox/inbox-actions.controller.js';
import { InboxPagesController } from './inbox/inbox-pages.controller.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { ServiceWorkerController } from './notifications/service-worker.controller.js';
import { FilterModes } from './plugins/filter-modes.js';
import { PluginsController } from './plugins/plugins.controller.js';
import { PluginsPageController } from './plugins/plugins-page.controller.js';
import { KeysController } from './settings/keys.controller.js';
import { PeopleController } from './settings/people.controller.js';
import { ProjectChoices } from './settings/project-choices.js';
import { ProjectsController } from './settings/projects.controller.js';
import { ProjectsApiController } from './settings/projects-api.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { EntitiesController } from './stats/entities.controller.js';
import { EntityLister } from './stats/entity-lister.js';
import { StatsController } from './stats/stats.controller.js';
import { StorageController } from './storage/storage.controller.js';
import { StoragePageController } from './storage/storage-page.controller.js';

/** Needs `EventArchive` and `DashboardOptions`, which the composition root provides for all. */
@Module({
  imports: [BusModule, RegistryModule, CoordinatorModule, NotifiersModule],
  controllers: [
    DashboardController,
    LiveController,
    AssetsController,
    EventStreamController,
    HistoryController,
    DemoController,
    StorageController,
    StatsController,
    EntitiesController,
    HistoryPageController,
    HistoryLiveController,
    CompletionController,
    StoragePageController,
    PluginsController,
    PluginsPageController,
    ActionsController,
    DashboardsController,
    DashboardPagesController,
    EntityPagesController,
    MessagesLiveController,
    InboxPagesController,
    InboxActionsController,
    NotificationsController,
    ServiceWorkerController,
    ConnectPagesController,
    ConnectLiveController,
    AuditController,
    AuditPageController,
    SignInController,
    FirstAccountController,
    LinksController,
    AccountController,
    PeopleController,
    KeysController,
    ProjectsApiController,
    ProjectsController,
    SettingsController,
  ],
  providers: [
    QueryCompletion,
    LiveHub,
    AssetStore,
    DemoRunner,
    DemoKeys,
    EventLister,
    EventExporter,
    EntityLister,
    EntityFinder,
    TargetFinder,
    ActionRunner,
    PageSender,
    ProjectChoices,
    RepaintStreams,
    AuditExporter,
    DashboardsService,
    FilterModes,
    SignInCookies,
    SignInSender,
  ],
  exports: [LiveHub, AssetStore, ActionRunner],
})
export class DashboardModule {}
