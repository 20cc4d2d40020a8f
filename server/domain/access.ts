// How people come to their rights: links, applications, and what owners set for the whole installation.
import type { PrunedMark } from '#server/domain/audit.ts';
import type { Role } from '#server/domain/rights.ts';

export type LinkKind = 'invitation' | 'password-reset';

export type ApplicationState = 'open' | 'approved' | 'refused' | 'withdrawn';

const DAY_MS = 24 * 3600 * 1000;

/** How long a link works. */
export const LINK_LIFETIME_MS: Record<LinkKind, number> = {
  invitation: 7 * DAY_MS,
  'password-reset': DAY_MS,
};

/** Used, revoked, past its time: one and the same to whoever comes with it. Times in epoch ms. */
export function isLinkOpen(
  link: { usedAt: number | null; revokedAt: number | null; expiresAt: number },
  now: number,
): boolean {
  return link.usedAt === null && link.revokedAt === null && link.expiresAt > now;
}

/** Which of the roles may be given to everybody who has an account. */
export type OpenRole = Exclude<Role, 'owner'>;

/** A group of the identity provider → a role, in one environment or everywhere. */
export type GroupRole = { group: string; environmentId: string | null; role: Role };

export type SingleSignOn = {
  isEnabled: boolean;
  /** What the button on the sign-in page says. */
  label: string;
  /** OpenID Connect Discovery 1.0: `<issuer>/.well-known/openid-configuration` describes it. */
  issuer: string;
  clientId: string;
  /** Sealed; null for a public client. */
  sealedClientSecret: string | null;
  /** Claim that holds the groups. */
  groupsClaim: string;
  groupRoles: GroupRole[];
};

/** Name → value of what owners set; `DEFAULT_SETTINGS` holds where nothing is stored. */
export type InstallationSettings = {
  /**
   * `application`: who has no grant sees only 申请开通 (S1-2). `open`: the period is over, and everybody with an
   * account has `openRole` in every environment.
   */
  accessMode: 'application' | 'open';
  openRole: OpenRole;
  /** Whether people may make an account by themselves, to apply with. */
  isSignUpOpen: boolean;
  auditRetentionDays: number;
  /** What retention has let go of the log: rows up to an id, and the hash that the chain goes on from. */
  auditPruned: PrunedMark | null;
  singleSignOn: SingleSignOn | null;
};

export const DEFAULT_SETTINGS: InstallationSettings = {
  accessMode: 'application',
  openRole: 'tester',
  isSignUpOpen: false,
  auditRetentionDays: 365,
  auditPruned: null,
  singleSignOn: null,
};
