import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PluginHealth } from './plugin-health.js';
import { PluginRegistry } from './plugin-registry.js';

@Module({
  imports: [DiscoveryModule],
  providers: [PluginRegistry, PluginHealth],
  exports: [PluginRegistry, PluginHealth],
})
export class RegistryModule {}
