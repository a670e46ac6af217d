import { Categories, type CategoryInfo } from '@binnacle/plugin-kit';
import { PluginRegistry } from '@binnacle/registry';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

/** The categories of all plugins that are loaded now. */
@Injectable()
export class BoundCategories extends Categories {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  all(): readonly CategoryInfo[] {
    const { categories } = this.modules.get(PluginRegistry, { strict: false });
    return categories.map(({ definition: { id, label, color = 'grey' } }) => ({ id, label, color }));
  }
}
