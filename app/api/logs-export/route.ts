import { exportLogs } from '#server/api/logs/export-logs.ts';

export const dynamic = 'force-dynamic';
export const runtime = 'nodejs';

export { exportLogs as GET };
