import { createHash } from 'node:crypto';
import { BinnacleError } from '@binnacle/events';
import { inScopeUntil } from '@binnacle/http';
import { type Action, type ActionAnswer, type ActionOn, type ActionTargets, Html, html } from '@binnacle/plugin-kit';
import { PluginRegistry, runPart, sourceOf } from '@binnacle/registry';
import { Injectable } from '@nestjs/common';
import { actionForm } from './action-form.js';
import { TargetFinder } from './target-finder.js';

const TIMEOUT_MS = 10_000;

/** The actions of plugins: their buttons, and what happens when one is pressed. */
@Injectable()
export class ActionRunner {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly targets: TargetFinder,
  ) {}

  buttons<K extends ActionOn>(on: K, target: ActionTargets[K]): Html {
    const actions = this.registry.actions.filter(
      (action) => action.definition.on === on && this.applies(action, target),
    );
    if (actions.length === 0) return html``;
    const id = `${on}-${digest(target.id)}`;
    return html`<div class="actions" id="${`actions-${id}`}">${actions.map(({ definition }) => actionForm(definition, { id, targetId: target.id }))}</div>`;
  }

  /**
   * @param before awaited once nothing but the action itself can fail: what it does can't be taken back
   * @throws BinnacleError `plugin_part_not_found`, `event_not_found` …, `plugin_timeout`, `action_failed`, and what the action refuses
   */
  async run(project: string, id: string, targetId: string, before: () => Promise<void>): Promise<ActionAnswer> {
    const action = this.registry.actions.find(({ definition }) => definition.id === id);
    if (!action)
      throw new BinnacleError('plugin_part_not_found', `no action is called ${JSON.stringify(id.slice(0, 60))}`);
    const target = await this.targets.find(project, action.definition.on, targetId);
    if (!this.applies(action, target)) {
      throw new BinnacleError(
        'action_refused',
        `${action.definition.title} does not apply to this ${action.definition.on}`,
      );
    }
    await before();
    try {
      const answer = await runPart(this.registry.health, sourceOf(action), TIMEOUT_MS, () =>
        inScopeUntil(project, () => action.run(target)),
      );
      return answer instanceof Html ? answer : String(answer ?? `${action.definition.title}: done`);
    } catch (error) {
      if (error instanceof BinnacleError) throw error;
      throw new BinnacleError(
        'action_failed',
        `${action.definition.title}: ${(error as Error)?.message ?? error}`,
        {},
        { cause: error },
      );
    }
  }

  private applies({ definition }: Action, target: ActionTargets[ActionOn]): boolean {
    try {
      return definition.appliesTo?.(target) ?? true;
    } catch (error) {
      this.registry.health.record(`action:${definition.id}`, error);
      return false;
    }
  }
}

/** Ids of targets are chosen by agents and may hold anything. */
const digest = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 16);
