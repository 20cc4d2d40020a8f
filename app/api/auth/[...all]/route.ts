import { isOpenPath } from '#server/api/auth/open-paths.ts';
import { consoleState } from '#server/api/console-state.ts';
import { isWriteFromElsewhere } from '#server/api/origin.ts';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  if (!isOpenPath(request.url)) return Response.json({ message: 'not_found' }, { status: 404 });
  if (isWriteFromElsewhere(request)) return Response.json({ message: 'foreign_origin' }, { status: 403 });
  return consoleState().auth.handler(request);
}

export { handle as GET, handle as POST };
