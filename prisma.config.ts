/** For the Prisma CLI only (`npm run prisma -- …`). The server finds its database by its own configuration. */
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: {
    // `generate` wants a URL but never connects.
    url: process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/binnacle',
    shadowDatabaseUrl: process.env.SHADOW_DATABASE_URL,
  },
});
