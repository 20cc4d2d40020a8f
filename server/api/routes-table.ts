// The rights table for what is no procedure: every route handler of app/, and the paths of better-auth behind one of
// them. By hand, as rights-table.ts is; the walk finds routes without a row.
import type { Access } from '#server/api/rights-table.ts';

/**
 * Method and path as app/ names it. `open`: the same for everybody. `procedures`: each has its own row in
 * rights-table.ts. `auth`: each path has its own in {@link OPEN_AUTH_PATHS}, or is closed.
 */
export const ROUTES_TABLE: Record<string, Access | 'open' | 'procedures' | 'auth'> = {
  'GET /samples/[file]': 'open',
  'GET /api/trpc/[trpc]': 'procedures',
  'POST /api/trpc/[trpc]': 'procedures',
  'GET /api/auth/[...all]': 'auth',
  'POST /api/auth/[...all]': 'auth',
  'GET /api/openapi.json': { right: 'signed-in', object: 'none' },
  'GET /visit/[versionId]': { right: 'visit', object: 'version' },
  'POST /api/uploads': { right: 'operate', object: 'service' },
  'GET /api/audit-export': { right: 'administer', object: 'installation' },
  'GET /api/logs-export': { right: 'view', object: 'service' },
};

/** Of better-auth's own paths those that answer; all others are not there. */
export const OPEN_AUTH_PATHS: readonly string[] = ['/callback/single-sign-on'];
