import { insertLink } from '#db/stores/links.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { LINK_LIFETIME_MS, type LinkKind } from '#server/domain/access.ts';
import type { Grant } from '#server/domain/rights.ts';
import { newLinkSecret } from '#server/keys/link-secret.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

/** `secret` is told this once: only its hash is kept. `expiresAt` in epoch ms. */
export type NewLink = { linkId: string; secret: string; expiresAt: number };

type LinkOf = { kind: LinkKind; email: string | null; userId: string | null; grants: Grant[] };

/** Part of commands: a link that works once. */
export function makeLink(ctx: CommandContext, link: LinkOf & { endsSecondFactor: boolean }): NewLink {
  const secret = newLinkSecret();
  const linkId = `link-${ctx.randomText(10)}`;
  const createdAt = ctx.now();
  const expiresAt = createdAt + LINK_LIFETIME_MS[link.kind];
  const stored = { id: linkId, secretHash: tokenHash(secret), createdBy: ctx.actor.id, createdAt, expiresAt };
  insertLink(ctx.db, { ...link, ...stored });
  return { linkId, secret, expiresAt };
}
