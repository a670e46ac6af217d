import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Requires } from '@binnacle/http';
import { Controller, Get, type OnModuleInit, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';

/** The script that browsers run when a push comes. Under one name for ever, from the root: its place says which pages it may have. */
@ApiExcludeController()
@Controller('service-worker.js')
@Requires('public')
export class ServiceWorkerController implements OnModuleInit {
  private script: Buffer = Buffer.alloc(0);

  constructor(private readonly options: DashboardOptions) {}

  async onModuleInit(): Promise<void> {
    this.script = await readFile(path.join(this.options.browserDir, 'service-worker.js'));
  }

  @Get()
  get(@Res() reply: FastifyReply): void {
    void reply
      .header('content-type', 'text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(this.script);
  }
}
