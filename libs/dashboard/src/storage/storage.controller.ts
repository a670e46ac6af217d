import { Requires } from '@binnacle/http';
import { dateOf, StorageKeeper } from '@binnacle/persistence';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

/** What is kept: per project and day of arrival. */
@ApiTags('operations')
@Requires('owner')
@Controller('api/v1/storage')
export class StorageController {
  constructor(private readonly keeper: StorageKeeper) {}

  @Get()
  @ApiOperation({
    summary: 'What the archive holds',
    description:
      'Bytes and rows per project and day of arrival (UTC), oldest first, and what retention or the disk budget will drop at the next turn of the day. `rows` is an estimate.',
  })
  @ApiResponse({
    status: 200,
    description: 'Days, limits, and what goes next',
    schema: { $ref: '#/components/schemas/Storage' },
  })
  async report() {
    const { days, next, ...report } = await this.keeper.report();
    return {
      database_bytes: report.databaseBytes,
      max_bytes: report.maxBytes ?? null,
      full: report.isFull,
      retention_days: report.retentionDays ?? null,
      days: days.map(({ project, day, bytes, rows }) => ({ project, date: dateOf(day), bytes, rows })),
      next: next.map(({ stored: { project, day, bytes }, reason }) => ({ project, date: dateOf(day), bytes, reason })),
    };
  }
}
