import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { admit } from '#server/api/admit.ts';
import { namedIds } from '#server/api/audit/named-ids.ts';
import { noteNotDone } from '#server/api/audit/note-attempt.ts';
import { type ApiContext, createContext } from '#server/api/context.ts';
import { grantService } from '#server/api/granted.ts';
import { isForeignWrite } from '#server/api/origin.ts';
import { answerOf } from '#server/api/problem-answer.ts';
import { asTransportError } from '#server/api/transport-error.ts';
import { type PackageView, viewOfPackage } from '#server/api/views/package-view.ts';
import { makeUploadRoom } from '#server/commands/make-upload-room.ts';
import { randomText } from '#server/commands/random-text.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import { Problem } from '#server/domain/problem.ts';
import { SOURCE_LIMITS } from '#server/sources/limits.ts';
import { packageFolder } from '#server/sources/package-folder.ts';
import { receivePackage, uploadTooLarge } from '#server/sources/receive-package.ts';
import { removeFolder } from '#server/sources/remove-folder.ts';

const querySchema = z.object({
  serviceId: z.string(),
  fileName: z.string().max(1000).transform(lastName),
  kind: z.enum(['zip', 'folder']),
});

type Query = z.output<typeof querySchema>;

/**
 * POST ?serviceId=&fileName=&kind=zip|folder with the archive as its body: the zip itself, or a tar of the folder.
 * Answers a {@link PackageView}, or `{ problem }` with its code.
 */
export function receiveUpload(request: Request): Promise<Response> {
  return answerOf(request, async () => {
    if (isForeignWrite(request)) throw new Problem('foreign_origin');
    const query = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    const ctx = await createContext(request.headers, new Headers());
    admit(ctx, { kind: 'write', calls: 1 });
    return receive(request, query, ctx).catch((error) => {
      noteNotDone(ctx, { path: 'packages.upload', ids: namedIds(query) }, asTransportError(error));
      throw error;
    });
  });
}

async function receive(request: Request, query: Query, ctx: ApiContext): Promise<PackageView> {
  const { service, command, requireStill } = grantService(ctx, 'operate', query.serviceId);
  const packageId = `pkg-${randomText(12)}`;
  const { dataDir } = ctx.settings;
  const wanted = { serviceId: service.id, sizeBytes: declaredBytes(request) };
  await removePackages(dataDir, makeUploadRoom(command, wanted));
  const upload = { dataDir, packageId, kind: query.kind, body: bodyOf(request) };
  const { sizeBytes, fileCount } = await receivePackage(upload, request.signal);
  const uploaded = { id: packageId, fileName: query.fileName, kind: query.kind, sizeBytes, fileCount };
  try {
    requireStill(); // It may have taken an hour.
    await removePackages(dataDir, registerPackage(command, service, uploaded));
    return await viewOfPackage(dataDir, uploaded);
  } catch (error) {
    await removePackages(dataDir, [packageId]);
    throw error;
  }
}

/** Before it is unpacked nobody knows more; 1 where it is not told. */
function declaredBytes({ headers }: Request): number {
  return Math.min(Number(headers.get('content-length')) || 1, SOURCE_LIMITS.uploadBytes);
}

/** Whose rows are gone: what cannot be removed now is found by the deployer's sweep. */
async function removePackages(dataDir: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await removeFolder(packageFolder(dataDir, id)).catch(() => {});
}

/** Throws upload_too_large before a byte is read, where the request says so itself. */
function bodyOf({ headers, body }: Request): Readable {
  if (Number(headers.get('content-length')) > SOURCE_LIMITS.uploadBytes) {
    throw uploadTooLarge(SOURCE_LIMITS.uploadBytes);
  }
  if (!body) throw new Problem('upload_empty');
  return Readable.fromWeb(body as ReadableStream);
}

/** Without the folders of the person's machine, and as it can be shown. */
function lastName(fileName: string): string {
  const last = fileName.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  return last.replace(/\p{Cc}/gu, '').slice(0, 255);
}
