import { logFields } from '#server/domain/log-fields.ts';
import type { StoredLogLine } from '#server/domain/log-line.ts';
import type { LogLineView } from '#server/domain/log-query.ts';

/** A line as pages show it; `names`: version → its name. */
export function lineView(line: StoredLogLine, names: ReadonlyMap<string, string>): LogLineView {
  const { at, serviceId, versionId, instanceId, stream, level, text, file, dropped, seq } = line;
  return {
    id: `${serviceId}.${seq}`,
    at,
    serviceId,
    versionId,
    versionName: names.get(versionId) ?? '',
    instanceId,
    stream,
    level,
    text,
    file: file || null,
    fields: logFields(text),
    dropped: dropped || null,
  };
}

/** The service and the number that {@link lineView} gave as an id; null for anything else. */
export function placeOf(lineId: string): { serviceId: string; seq: number } | null {
  const parts = /^(.+)\.(\d{1,15})$/.exec(lineId);
  return parts ? { serviceId: parts[1] ?? '', seq: Number(parts[2]) } : null;
}
