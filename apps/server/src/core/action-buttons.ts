import { ActionRunner } from '@binnacle/dashboard';
import { ActionButtons, type ActionOn, type ActionTargets, type Html } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

/** Found when first asked for: the dashboard's module comes after this one. */
@Injectable()
export class BoundActionButtons extends ActionButtons {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  of<K extends ActionOn>(on: K, target: ActionTargets[K]): Html {
    return this.modules.get(ActionRunner, { strict: false }).buttons(on, target);
  }
}
