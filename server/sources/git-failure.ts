import { type FetchReason, SourceError } from './source-error.ts';

/** Words of git 2.x in the locale C, and of the hosts that it quotes; the first that fits. */
const REFUSED =
  /authentication failed|could not read (?:username|password)|access denied|permission denied|error: 40[13]\b|invalid username or/i;
const FULL = /no space left on device|disk quota exceeded/i;
const REASONS: [RegExp, FetchReason][] = [
  [/remote branch .* not found|couldn't find remote ref/i, 'branch_missing'],
  [
    /not appear to be a git repository|repository .*not (?:found|exist)|error: (?:404|30\d)\b|not a git repository/i,
    'repository_missing',
  ],
  [/not valid: is this a git repository|empty repository/i, 'repository_missing'],
  [
    /could not resolve|failed to connect|couldn't connect|connection|timed out|network|ssl|certificate|early eof|hung up|empty reply|proxy/i,
    'unreachable',
  ],
];

/** Why git ended as it did, from the last lines that it said. */
export function gitFailure(said: readonly string[], url: string): SourceError {
  const text = said.join('\n');
  const cause = new Error(text);
  if (FULL.test(text)) return new SourceError('disk_full', { where: 'source' }, { cause });
  if (REFUSED.test(text)) return new SourceError('repo_auth_fail', { url }, { cause });
  const reason = REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
  return new SourceError('source_fetch_fail', { reason }, { cause });
}
