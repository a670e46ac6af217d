import { BinnacleError } from '@binnacle/events';
import { Requires } from '@binnacle/http';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AssetStore } from './asset-store.js';

@ApiExcludeController()
@Requires('public')
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: AssetStore) {}

  @Get(':file')
  file(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const asset = this.assets.find(`/assets/${file}`);
    if (!asset) throw new BinnacleError('route_not_found', `there is no asset ${JSON.stringify(file.slice(0, 100))}`);
    void reply
      .header('content-type', asset.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(asset.body);
  }
}
