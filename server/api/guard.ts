import { isFetchFromElsewhere, isForeignWrite, isWriteFromElsewhere } from '#server/api/origin.ts';
import { withSmallBody } from '#server/api/small-body.ts';
import { Problem } from '#server/domain/problem.ts';

type Guard = {
  /** What else than a page's cookies may prove who asks. */
  proof: 'cookies-or-token' | 'cookies';
  /** The answer where it is not let in. */
  refuse: (problem: Problem) => Response;
};

/** Before every handler of the API but uploads, whose body is no small one: from our own pages, and small JSON or none. */
export async function guarded(
  request: Request,
  { proof, refuse }: Guard,
  handle: (request: Request) => Promise<Response>,
): Promise<Response> {
  try {
    const isForeign = proof === 'cookies' ? isWriteFromElsewhere : isForeignWrite;
    if (isForeign(request) || isFetchFromElsewhere(request)) throw new Problem('foreign_origin');
    return await handle(await withSmallBody(request));
  } catch (error) {
    if (error instanceof Problem) return refuse(error);
    throw error;
  }
}
