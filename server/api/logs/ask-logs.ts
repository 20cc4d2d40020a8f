import type { Db, LogsDb } from '#db/open.ts';
import { listTopicServices, readVersionNames } from '#db/stores/log-places.ts';
import type { LogQuestion } from '#db/stores/log-search.ts';
import { compileLogMatch } from '#server/domain/log-match.ts';
import type { LogFilter } from '#server/domain/log-query.ts';
import { parseLogQuery } from '#server/domain/log-terms.ts';
import { Problem } from '#server/domain/problem.ts';

export type LogReader = { db: Db; logs: LogsDb };
export type LogService = { id: string; name: string; environmentId: string };

export type AskedLogs = {
  question: Omit<LogQuestion, 'order' | 'after' | 'limit'>;
  /** Version → its name. */
  names: Map<string, string>;
};

/** What a filter asks of the store. Throws `input_invalid` with an issue at `query` where that cannot be read. */
export function askLogs({ db }: LogReader, service: LogService, filter: LogFilter): AskedLogs {
  const { terms, issue } = parseLogQuery(filter.query);
  if (issue) throw new Problem('input_invalid', { issues: [{ path: ['query'], code: issue }] });
  const serviceIds = filter.isWholeTopic ? listTopicServices(db, service).map(({ id }) => id) : [service.id];
  const names = readVersionNames(db, serviceIds);
  const idsOf = (name: string) => [...names].filter(([, known]) => known === name).map(([id]) => id);
  const { from, to, versionIds, instanceIds } = filter;
  const match = compileLogMatch(filter, terms, idsOf);
  return { question: { serviceIds, match, from, to, versionIds, instanceIds }, names };
}
