import { z } from 'zod';
import { type EventFilter, listForExport } from '#db/stores/audit-list.ts';
import { readChainEnd } from '#db/stores/event-chain.ts';
import { filterSchema, toFilter } from '#server/api/audit/event-filter.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#server/api/audit/export-text.ts';
import { noteNotDone } from '#server/api/audit/note-attempt.ts';
import { type Caller, mayDo, requireGoodToken } from '#server/api/caller.ts';
import { type ApiContext, commandContext, createContext } from '#server/api/context.ts';
import { requireStill } from '#server/api/granted.ts';
import { answerOf } from '#server/api/problem-answer.ts';
import { asTransportError } from '#server/api/transport-error.ts';
import { recordExport } from '#server/commands/record-export.ts';
import { Problem } from '#server/domain/problem.ts';

const ROWS = 200;

const numberText = z.coerce.number().int().optional();
const querySchema = filterSchema.extend({
  from: numberText,
  to: numberText,
  maxAgeMs: z.coerce.number().int().positive().optional(),
  format: z.enum(['csv', 'jsonl']),
});

type OwnerContext = ApiContext & { caller: Caller };

/**
 * GET ?format=csv|jsonl and the filter of 审计: what matches, oldest first, as a file. The export is an event itself,
 * and not in the file. Of owners only, also while it goes on. Answers `{ problem }` with its code where it cannot be.
 */
export function exportEvents(request: Request): Promise<Response> {
  return answerOf(request, async () => {
    const ctx = await createContext(request.headers, new Headers());
    try {
      return exportTo(ctx, new URL(request.url).searchParams);
    } catch (error) {
      noteNotDone(ctx, { path: 'audit.export', ids: {} }, asTransportError(error));
      throw error;
    }
  });
}

function exportTo(asking: ApiContext, params: URLSearchParams): Response {
  const ctx = requireOwner(asking);
  const { format, ...asked } = querySchema.parse(Object.fromEntries(params));
  const untilId = readChainEnd(ctx.db).id;
  const { id, name } = ctx.caller;
  recordExport(commandContext(ctx, { id, name, origin: ctx.origin }), { format, filter: asked });
  return fileOf(ctx, toFilter(asked, 'all'), untilId, format);
}

function requireOwner(ctx: ApiContext): OwnerContext {
  const { caller } = ctx;
  requireGoodToken(ctx);
  if (!caller) throw new Problem('not_signed_in');
  if (!mayDo(caller, 'administer', null)) throw new Problem('not_found');
  return { ...ctx, caller };
}

function fileOf(ctx: OwnerContext, filter: EventFilter, untilId: number, format: ExportFormat): Response {
  const name = `audit-${new Date().toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')}.${format}`;
  return new Response(textOf(ctx, filter, untilId, format).pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': EXPORT_FORMATS[format].type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-request-id': ctx.origin.requestId ?? '',
    },
  });
}

/** Read as it is fetched, some rows at a time. Breaks off where the right was taken away: half a file looks like one. */
function textOf(ctx: OwnerContext, filter: EventFilter, untilId: number, format: ExportFormat) {
  const { head, line } = EXPORT_FORMATS[format];
  const requireStillOwner = requireStill(ctx, 'administer', null);
  let afterId = 0;
  return new ReadableStream<string>({
    start: (controller) => controller.enqueue(head()),
    pull(controller) {
      requireStillOwner();
      const rows = listForExport(ctx.db, filter, afterId, untilId, ROWS);
      controller.enqueue(rows.map(line).join(''));
      afterId = rows.at(-1)?.id ?? afterId;
      if (rows.length < ROWS) controller.close();
    },
  });
}
