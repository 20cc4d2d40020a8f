import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes the next migration of each file. */
const database = process.env.DRIZZLE_DATABASE ?? 'berth';

export default defineConfig({
  dialect: 'sqlite',
  schema: database === 'berth' ? './db/schema/*.ts' : `./db/${database}-schema.ts`,
  out: `./db/migrations/${database}`,
});
