/**
 * OpenTelemetry records as events, by the mappings of plugins. A record says whose it is, or inherits it from the spans above it, which
 * often come later: it is held back, durably, until they have come, and no longer than `holdMs`. So the same records make the
 * same events in whatever order they come; docs/decisions/0025 has the limits of that.
 */
import { BinnacleError, type OtlpRecord, type WireEventInput } from '@binnacle/events';
import { PluginRegistry } from '@binnacle/registry';
import { Injectable } from '@nestjs/common';
import { type AcceptOutcome, AcceptService } from '../../../accept.service.js';
import { HeldReleaser } from './held-releaser.js';
import { OtlpMapperOptions } from './otlp-mapper-options.js';
import { eventsOfNode, type OwnedNodes, ownNodes } from './own-nodes.js';
import { isOfTrace, readRecord } from './records-read.js';
import type { OpenNode } from './trace-node.js';

/** Records of one transaction: a request of 64 MiB has several. */
const AT_ONCE = 2_000;

export interface MappedOutcome {
  /** Events that can't be kept; the rest is. */
  readonly rejected: number;
  /** Why, for the client's log; empty when nothing was rejected. */
  readonly message: string;
  /** Events stored now. Those held back are as safe and come later. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly filtered: number;
}

@Injectable()
export class OtlpMapper {
  constructor(
    private readonly acceptance: AcceptService,
    private readonly registry: PluginRegistry,
    private readonly releaser: HeldReleaser,
    private readonly options: OtlpMapperOptions,
  ) {}

  /** @throws LifecycleError as {@link AcceptService.accept}: send the same again, what was taken is known then */
  async accept(records: readonly OtlpRecord[], project: string): Promise<MappedOutcome> {
    let sum: MappedOutcome = { rejected: 0, message: '', accepted: 0, duplicates: 0, filtered: 0 };
    for (let start = 0; start < records.length; start += AT_ONCE) {
      const some = await this.take(records.slice(start, start + AT_ONCE), project);
      sum = {
        rejected: sum.rejected + some.rejected,
        message: sum.message || some.message,
        accepted: sum.accepted + some.accepted,
        duplicates: sum.duplicates + some.duplicates,
        filtered: sum.filtered + some.filtered,
      };
    }
    return sum;
  }

  private async take(records: readonly OtlpRecord[], project: string): Promise<MappedOutcome> {
    const nodes = records.flatMap((record) => readRecord(record, this.registry) ?? []);
    const traced = nodes.filter(isOfTrace);
    const events = nodes.filter((node) => !isOfTrace(node)).flatMap((node) => eventsOfNode(node, node));
    if (traced.length === 0)
      return outcomeOf(await this.acceptance.accept(events, { project, door: 'otlp', sizeIsSafe: true }));
    const refused: BinnacleError[] = [];
    const result = await this.acceptance.acceptBeside<OwnedNodes>(
      { project, door: 'otlp', sizeIsSafe: true },
      async (transaction) => {
        refused.length = 0;
        const owned = await ownNodes(transaction, project, traced, {
          now: Date.now(),
          holdMs: this.options.holdMs,
          room: this.releaser.held.room,
          keep: (node) => this.kept(node, project, refused),
        });
        return { items: [...events, ...owned.events], value: owned };
      },
    );
    this.releaser.added(result.value.held.map(({ held }) => held));
    return outcomeOf(result, refused, result.value.repeated);
  }

  /** As it may wait in the database: without what filters keep out, and without events that would be refused later. */
  private kept(node: OpenNode, project: string, refused: BinnacleError[]): OpenNode {
    const unowned = node.held.unowned.flatMap((part) => {
      try {
        const payload = this.acceptance.masked(part.event, { project, sizeIsSafe: true });
        return [{ ...part, event: { ...part.event, payload } satisfies WireEventInput }];
      } catch (error) {
        if (!(error instanceof BinnacleError)) throw error;
        refused.push(error);
        return [];
      }
    });
    return { ...node, held: { ...node.held, unowned } };
  }
}

function outcomeOf(
  { accepted, duplicates, filtered, rejected }: AcceptOutcome,
  refused: readonly BinnacleError[] = [],
  repeated = 0,
): MappedOutcome {
  return {
    accepted,
    duplicates: duplicates + repeated,
    filtered,
    rejected: rejected.length + refused.length,
    message: rejected[0]?.detail ?? refused[0]?.detail ?? '',
  };
}
