import { Requires } from '@binnacle/http';
import { EventArchive } from '@binnacle/persistence';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

/** For container health checks and load balancers. */
@ApiTags('operations')
@Requires('public')
@Controller('health')
export class HealthController {
  constructor(private readonly archive: EventArchive) {}

  @Get()
  @ApiOperation({ summary: 'Whether events can be taken' })
  @ApiResponse({
    status: 200,
    description: 'They can; `last_seq` is the newest event',
    schema: { $ref: '#/components/schemas/Health' },
  })
  @ApiResponse({ status: 503, description: 'The archive cannot be reached' })
  async check(): Promise<{ status: 'ok'; last_seq: string }> {
    return { status: 'ok', last_seq: (await this.archive.head()).toString() };
  }
}
