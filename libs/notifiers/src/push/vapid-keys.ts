import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import webPush from 'web-push';

export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const NAME = 'vapid';

/** The pair by which push services know this server. Made once and kept in the database: browsers subscribe to the public one. */
@Injectable()
export class VapidKeys {
  private keys: Promise<PushKeys> | undefined;

  constructor(private readonly prisma: PrismaService) {}

  get(): Promise<PushKeys> {
    this.keys ??= this.load().catch((error) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }

  private async load(): Promise<PushKeys> {
    const known = await this.prisma.serverKey.findUnique({ where: { name: NAME } });
    if (known) return known.value as unknown as PushKeys;
    // Two servers may make one each; the first that is kept is the one.
    const data = { name: NAME, value: { ...webPush.generateVAPIDKeys() } };
    await this.prisma.serverKey.createMany({ data, skipDuplicates: true });
    const kept = await this.prisma.serverKey.findUniqueOrThrow({ where: { name: NAME } });
    return kept.value as unknown as PushKeys;
  }
}
