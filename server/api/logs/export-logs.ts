import { z } from 'zod';
import type { LogPlace } from '#db/stores/log-search.ts';
import { createContext } from '#server/api/context.ts';
import { grantService } from '#server/api/granted.ts';
import { type AskedLogs, askLogs } from '#server/api/logs/ask-logs.ts';
import { lineView } from '#server/api/logs/line-view.ts';
import { findInTurns } from '#server/api/logs/search-logs.ts';
import { answerOf } from '#server/api/problem-answer.ts';
import { LOG_EXPORT_LINES, type LogLineView, logFilterSchema } from '#server/domain/log-query.ts';

const LINES = 500;
const PATIENCE_MS = 100;

const numberText = z.coerce.number().int().nullable().default(null);
const isText = z.stringbool().default(false);
/** Lists are parted by commas; what is empty is left out. */
const listText = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter(Boolean));

const querySchema = z.object({
  serviceId: z.string(),
  format: z.enum(['txt', 'jsonl']).default('txt'),
  from: numberText,
  to: numberText,
  query: z.string().default(''),
  isCaseSensitive: isText,
  versionIds: listText,
  instanceIds: listText,
  streams: listText,
  levels: listText,
  isWholeTopic: isText,
  order: z.enum(['asc', 'desc']).default('asc'),
});

/**
 * GET ?serviceId=…&format=txt|jsonl and the filter of 日志: the lines as a file, LOG_EXPORT_LINES at most, read as it is
 * fetched. Needs the right `view` to the service, also while it goes on. Answers `{ problem }` where it cannot be.
 */
export function exportLogs(request: Request): Promise<Response> {
  return answerOf(request, async () => {
    const ctx = await createContext(request.headers, new Headers());
    const params = Object.fromEntries(new URL(request.url).searchParams);
    const { service, requireStill } = grantService(ctx, 'view', params.serviceId ?? '');
    const { format, order, ...asked } = querySchema.parse(params);
    const logs = askLogs(ctx, service, logFilterSchema.parse(asked));
    const lines = linesOf(ctx, logs, order, requireStill);
    return new Response(textOf(lines, FORMATS[format].line).pipeThrough(new TextEncoderStream()), {
      headers: {
        'content-type': FORMATS[format].type,
        'content-disposition': `attachment; filename="${service.name}-logs.${format}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': ctx.origin.requestId ?? '',
      },
    });
  });
}

const FORMATS = {
  txt: {
    type: 'text/plain; charset=utf-8',
    line: ({ at, versionName, instanceId, stream, level, text }: LogLineView) =>
      `${new Date(at).toISOString()} ${versionName} ${instanceId || '-'} ${stream} ${level} ${text}\n`,
  },
  jsonl: {
    type: 'application/x-ndjson; charset=utf-8',
    line: (line: LogLineView) => `${JSON.stringify(line)}\n`,
  },
};

type Reader = Parameters<typeof askLogs>[0];

/** Some lines at a time. Throws where the right was taken away: half a file that ends well looks like a whole one. */
async function* linesOf(
  reader: Reader,
  { question, names }: AskedLogs,
  order: 'asc' | 'desc',
  requireStill: () => void,
): AsyncGenerator<LogLineView[]> {
  let after: LogPlace | null = null;
  for (let given = 0; given < LOG_EXPORT_LINES; ) {
    requireStill();
    const limit = Math.min(LINES, LOG_EXPORT_LINES - given);
    const page = await findInTurns(reader, { ...question, order, after, limit }, PATIENCE_MS);
    given += page.lines.length;
    yield page.lines.map((line) => lineView(line, names));
    if (!page.next) return;
    after = page.next;
  }
}

function textOf(
  pages: AsyncGenerator<LogLineView[]>,
  line: (one: LogLineView) => string,
): ReadableStream<string> {
  return new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(value.map(line).join(''));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
