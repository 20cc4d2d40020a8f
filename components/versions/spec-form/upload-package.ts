import type { PackageFacts } from '#components/versions/spec-form/package-outcome.ts';
import type { Problem } from '#server/domain/problem.ts';

/** What goes up: a zip as it is, or a folder as a tar. */
export type Parcel = { kind: 'zip' | 'folder'; fileName: string; body: Blob };

export type UploadProblem = Pick<Problem, 'code' | 'params'>;

/** Why an upload ended without a package; `problem` is undefined where the console did not answer. */
export class UploadError extends Error {
  readonly problem: UploadProblem | undefined;
  constructor(problem?: UploadProblem) {
    super(problem?.code ?? 'no answer');
    this.name = 'UploadError';
    this.problem = problem;
  }
}

/**
 * 本地代码 to the console. By XMLHttpRequest, because `fetch` tells nobody how much of a body has been sent. Rejects
 * with {@link UploadError}, also when `signal` aborts.
 */
export function uploadPackage(
  serviceId: string,
  parcel: Parcel,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<PackageFacts> {
  const query = new URLSearchParams({ serviceId, fileName: parcel.fileName, kind: parcel.kind });
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const fail = () => reject(new UploadError());
    request.open('POST', `/api/uploads?${query}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => {
      const answer: Answer = request.response ?? {};
      if (answer.packageId !== undefined) resolve(answer as PackageFacts);
      else reject(new UploadError(answer.problem));
    };
    request.onerror = fail;
    request.onabort = fail;
    signal.addEventListener('abort', () => request.abort());
    request.send(parcel.body);
  });
}

type Answer = Partial<PackageFacts> & { problem?: UploadProblem };
