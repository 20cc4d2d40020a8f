import type { ExportedEvent } from '#db/stores/audit-list.ts';
import { canonicalEvent } from '#server/domain/audit-canonical.ts';
import { BYTE_ORDER_MARK, csvLine } from '#server/domain/csv.ts';

export const EXPORT_FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', head: csvHead, line: csvRow },
  jsonl: { type: 'application/x-ndjson; charset=utf-8', head: () => '', line: jsonLine },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

const COLUMNS = [
  ...(['id', 'time', 'actorId', 'actorName', 'kind', 'outcome', 'problem', 'environmentId'] as const),
  ...(['environmentAlias', 'serviceId', 'serviceName', 'versionId', 'versionName', 'target', 'via'] as const),
  ...(['tokenId', 'address', 'requestId', 'before', 'after', 'previousHash', 'hash'] as const),
];

function csvHead(): string {
  return BYTE_ORDER_MARK + csvLine(COLUMNS);
}

function csvRow(event: ExportedEvent): string {
  const told = { ...event, time: new Date(event.at).toISOString() };
  return csvLine(COLUMNS.map((column) => told[column]));
}

/** What was hashed, with the hash beside it: any program can compute it again (docs/decisions/020-audit.md). */
function jsonLine(event: ExportedEvent): string {
  return `${canonicalEvent(event).slice(0, -1)},"hash":${JSON.stringify(event.hash)}}\n`;
}
