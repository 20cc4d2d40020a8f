import type { Db } from '#db/open.ts';
import { findLinkByHash, markLinkUsed, type OneTimeLink } from '#db/stores/links.ts';
import { isLinkOpen, type LinkKind } from '#server/domain/access.ts';
import { Problem } from '#server/domain/problem.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

/** The link with this secret. Throws link_dead: unknown, used, revoked and past its time look the same. */
export function requireOpenLink(db: Db, kind: LinkKind, secret: string, now: number): OneTimeLink {
  const link = findLinkByHash(db, kind, tokenHash(secret));
  if (!link || !isLinkOpen(link, now)) throw new Problem('link_dead');
  return link;
}

/** Part of commands: of two who come with it at the same time, one is too late. Throws link_dead. */
export function useLink(db: Db, { id }: OneTimeLink, use: { at: number; by: string }): void {
  if (!markLinkUsed(db, id, use)) throw new Problem('link_dead');
}
