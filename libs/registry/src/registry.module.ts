import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PluginFailures } from './plugin-failures.js';
import { PluginRegistry } from './plugin-registry.js';

@Module({
  imports: [DiscoveryModule],
  providers: [PluginRegistry, PluginFailures],
  exports: [PluginRegistry, PluginFailures],
})
export class RegistryModule {}
