import { BusModule } from '@binnacle/bus';
import { RegistryModule } from '@binnacle/registry';
import { Module } from '@nestjs/common';
import { NotifyService } from './notify.service.js';

/** Needs `NotifierOptions`, which the composition root provides for all. */
@Module({ imports: [BusModule, RegistryModule], providers: [NotifyService] })
export class NotifiersModule {}
