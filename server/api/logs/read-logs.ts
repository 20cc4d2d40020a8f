// Around a line, and what has lines at all.
import { listTopicServices, readLogTopic, readVersionNames } from '#db/stores/log-places.ts';
import { findLine, linesBeside, listLogInstances, listLogVersions } from '#db/stores/log-reading.ts';
import type { LogReader, LogService } from '#server/api/logs/ask-logs.ts';
import { lineView, placeOf } from '#server/api/logs/line-view.ts';
import type { LogLineView, LogSources } from '#server/domain/log-query.ts';
import { Problem } from '#server/domain/problem.ts';

const MOST_INSTANCES = 200;

/** The line among its neighbours of the same instance. Throws `not_found` where it was let go, or is another service's. */
export function readContext(
  { db, logs }: LogReader,
  service: LogService,
  { lineId, before, after }: { lineId: string; before: number; after: number },
): LogLineView[] {
  const place = placeOf(lineId);
  const isReadable = place && listTopicServices(db, service).some(({ id }) => id === place.serviceId);
  const line = isReadable ? findLine(logs, place.serviceId, place.seq) : undefined;
  if (!line) throw new Problem('not_found');
  const names = readVersionNames(db, [line.serviceId]);
  const lines = [
    ...linesBeside(logs, line, 'before', before),
    line,
    ...linesBeside(logs, line, 'after', after),
  ];
  return lines.map((one) => lineView(one, names));
}

export function readSources({ db, logs }: LogReader, service: LogService): LogSources {
  const topicServices = listTopicServices(db, service);
  const names = readVersionNames(db, [service.id]);
  const withLines = new Set(listLogVersions(logs, [service.id]));
  return {
    versions: [...names]
      .filter(([id]) => withLines.has(id))
      .map(([id, name]) => ({ id, name }))
      .toSorted((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true })),
    instances: listLogInstances(logs, [service.id], MOST_INSTANCES),
    ...readLogTopic(db, service.id),
    topicServices,
  };
}
