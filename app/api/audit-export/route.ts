import { exportEvents } from '#server/api/audit/export-events.ts';

export const dynamic = 'force-dynamic';
export const runtime = 'nodejs';

export { exportEvents as GET };
