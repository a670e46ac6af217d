import { LifecycleError } from '@binnacle/events';
import { Requires } from '@binnacle/http';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ReadinessService } from './readiness.js';

/** For container health checks, load balancers and orchestrators. */
@ApiTags('operations')
@Requires('public')
@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get('healthz')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Whether the process lives',
    description: 'Looks at nothing else: a server whose database is away need not be started again.',
  })
  @ApiResponse({ status: 200, description: 'It does', schema: { $ref: '#/components/schemas/Alive' } })
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** `health` is the older name. */
  @Get(['readyz', 'health'])
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Whether events can be taken',
    description: 'Looks at the database, its migrations, the ingest queue, and whether the server is stopping.',
  })
  @ApiResponse({
    status: 200,
    description: 'They can; `last_seq` is the newest event',
    schema: { $ref: '#/components/schemas/Health' },
  })
  @ApiResponse({ status: 503, description: '`not_ready`: `checks` says which part is down' })
  async ready() {
    const { ready, checks, lastSeq } = await this.readiness.check();
    if (ready && lastSeq !== undefined) return { status: 'ok', last_seq: lastSeq.toString(), checks };
    const down = Object.entries(checks).filter(([, { status }]) => status !== 'up');
    throw new LifecycleError('not_ready', down.map(([name, { message }]) => `${name}: ${message}`).join('; '), {
      checks,
    });
  }
}
