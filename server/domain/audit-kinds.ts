// Every kind of event that a command leaves, `<area>.<what happened>`. The console has words for each of them and does
// not compile without. What leaves no event of its own stands under the name of its procedure (`services.pause`).

export const EVENT_KINDS = [
  'access.changed',
  'account.password-changed',
  'account.recovery-codes-renewed',
  'account.renamed',
  'account.second-factor-off',
  'account.second-factor-on',
  'application.decided',
  'application.made',
  'application.withdrawn',
  'audit.exported',
  'audit.pruned',
  'audit.refusals-counted',
  'audit.retention-set',
  'certificate.added',
  'certificate.removed',
  'credential.added',
  'credential.removed',
  'deployment.cancelled',
  'deployment.failed',
  'deployment.started',
  'deployment.succeeded',
  'environment.created',
  'environment.deleted',
  'installation.claimed',
  'invitation.accepted',
  'invitation.revoked',
  'member.changed',
  'member.invited',
  'member.joined',
  'member.password-reset',
  'member.removed',
  'member.reset-allowed',
  'member.signed-up',
  'package.forgotten',
  'package.uploaded',
  'secrets.resealed',
  'service.changed',
  'service.created',
  'service.deleted',
  'service.paused',
  'service.query-logging-set',
  'service.resumed',
  'service.visitor-keeping-set',
  'session.revoked',
  'session.sign-in-refused',
  'session.signed-in',
  'session.signed-out',
  'token.created',
  'token.revoked',
  'traffic.set',
  'version.deleted',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Groups of the filter → the areas that they are made of: those of events and those of procedures. */
export const EVENT_GROUPS = {
  traffic: ['traffic'],
  deployments: ['deployment', 'deployments', 'version', 'versions', 'history', 'package', 'packages'],
  services: ['service', 'services', 'requests'],
  environments: ['environment', 'environments'],
  people: ['member', 'members', 'invitation', 'invitations', 'application', 'applications', 'access'],
  accounts: ['session', 'account', 'installation', 'setup'],
  tokens: ['token', 'tokens'],
  secrets: ['credential', 'credentials', 'certificate', 'certificates', 'secrets'],
  audit: ['audit'],
} as const satisfies Record<string, readonly string[]>;

export type EventGroup = keyof typeof EVENT_GROUPS;

export const EVENT_GROUP_NAMES = Object.keys(EVENT_GROUPS) as [EventGroup, ...EventGroup[]];
