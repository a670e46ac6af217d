import { BinnacleError } from '@binnacle/events';
import { Injectable } from '@nestjs/common';
import type { Encoding } from './decode/encoding.js';
import type { Signal } from './decode/frame.js';
import { readRecords } from './decode/read-records.js';
import type { PartialSuccess } from './export-answer.js';
import { OtlpMapper } from './mapping/otlp-mapper.js';

/** A request's records, stored portion by portion. Sending the same again after a failure is safe: each record is known by its ids. */
@Injectable()
export class TakeTelemetry {
  constructor(private readonly mapper: OtlpMapper) {}

  /**
   * @returns after the last commit
   * @throws BinnacleError for a body of which nothing can be read; LifecycleError as the mapper
   */
  async take(encoding: Encoding, signal: Signal, project: string): Promise<PartialSuccess> {
    let rejected = 0;
    let unreadable = 0;
    let records = 0;
    let message = '';
    for await (const portion of readRecords(encoding, signal)) {
      unreadable += portion.rejected;
      records += portion.records.length;
      message ||= portion.message;
      if (portion.records.length === 0) continue;
      const outcome = await this.mapper.accept(portion.records, project);
      rejected += outcome.rejected;
      message ||= outcome.message;
    }
    if (records === 0 && unreadable > 0) throw new BinnacleError('no_valid_event', message);
    return { rejected: rejected + unreadable, message };
  }
}
