import type { FailureCode } from '#server/domain/failures.ts';

/** What kept the code from being fetched: `params.reason` of source_fetch_fail, chosen between in its texts. */
export type FetchReason =
  | 'git_missing'
  | 'repository_missing'
  | 'branch_missing'
  | 'unreachable'
  | 'too_large'
  | 'timeout'
  | 'link_outside'
  | 'package_missing'
  | 'other';

/** The code of a version cannot be had. `code` and `params` are those of the failure that a deployment shows. */
export class SourceError extends Error {
  readonly code: Extract<FailureCode, 'source_fetch_fail' | 'repo_auth_fail' | 'disk_full'>;
  readonly params: Record<string, string | number>;

  constructor(code: SourceError['code'], params: Record<string, string | number>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'SourceError';
    this.code = code;
    this.params = params;
  }
}
