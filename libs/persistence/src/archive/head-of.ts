import type { PrismaService } from '../prisma.service.js';

/** The last committed `seq`. */
export async function headOf(database: PrismaService): Promise<bigint> {
  const rows = await database.$queryRaw<{ last_seq: bigint }[]>`SELECT last_seq FROM archive_head WHERE id = 1`;
  return rows[0]?.last_seq ?? 0n;
}
