import { Injectable } from '@nestjs/common';
import type { BesideChange } from '../beside-change.js';
import { PrismaService } from '../prisma.service.js';

/** What people chose for parts of plugins. */
@Injectable()
export class PartModeStore {
  constructor(private readonly database: PrismaService) {}

  async all(): Promise<readonly { readonly source: string; readonly mode: string }[]> {
    return this.database.partMode.findMany();
  }

  async set(source: string, mode: string, beside: BesideChange): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      await transaction.partMode.upsert({ where: { source }, create: { source, mode }, update: { mode } });
      await beside(transaction);
    });
  }
}
