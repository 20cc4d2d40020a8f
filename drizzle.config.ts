import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes the next migration of each file. */
const isMetrics = process.env.DRIZZLE_DATABASE === 'metrics';

export default defineConfig({
  dialect: 'sqlite',
  schema: isMetrics ? './db/metrics-schema.ts' : './db/schema/*.ts',
  out: isMetrics ? './db/migrations/metrics' : './db/migrations/berth',
});
