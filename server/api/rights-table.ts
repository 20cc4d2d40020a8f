// Who may do what, said once more and by hand, in the order of the rights table: for every procedure the right it needs
// and the object whose id it takes. The builders of init.ts enforce it; this file is what they are held to, by the
// compiler (every procedure has a row), at the start (require-rows.ts) and by the walk (`npm run rights`). Whoever adds a
// procedure adds its row here.
import type { AppRouter } from '#server/api/router.ts';
import type { ProcedureMeta } from '#server/api/trpc.ts';

export type Access = ProcedureMeta;

type PathsOf<Routes> = {
  [Name in keyof Routes & string]: Routes[Name] extends { _def: { procedure: true } }
    ? Name
    : `${Name}.${PathsOf<Routes[Name]>}`;
}[keyof Routes & string];

export type ProcedurePath = PathsOf<AppRouter['_def']['record']>;

const ANYONE = { right: 'anyone', object: 'none' } as const;
const SIGNED_IN = { right: 'signed-in', object: 'none' } as const;
const IN_PERSON = { right: 'in-person', object: 'none' } as const;

/** Absent or stale rows do not compile. */
export const RIGHTS_TABLE = {
  // Before anybody is known
  'session.me': ANYONE,
  'setup.status': ANYONE,
  'session.signIn': ANYONE,
  'session.passSecondFactor': ANYONE,
  'setup.machine': ANYONE,
  'setup.createOwner': ANYONE,
  'access.isSignUpOpen': ANYONE,
  'access.signUp': ANYONE,
  'singleSignOn.button': ANYONE,
  'singleSignOn.start': ANYONE,
  'invitations.read': ANYONE,
  'invitations.join': ANYONE,
  'members.readReset': ANYONE,
  'members.reset': ANYONE,

  // Whoever is signed in; the answer holds only what is theirs
  'environments.list': SIGNED_IN,
  'applications.mine': SIGNED_IN,
  'applications.submit': IN_PERSON,
  'applications.withdraw': IN_PERSON,
  'invitations.accept': IN_PERSON,
  'live.person': SIGNED_IN,

  // Whoever is signed in by a browser: how they sign in, and their tokens
  'tokens.list': IN_PERSON,
  'tokens.create': IN_PERSON,
  'tokens.revoke': IN_PERSON,

  // One's own account and sign-in
  'session.signOut': IN_PERSON,
  'account.get': IN_PERSON,
  'account.rename': IN_PERSON,
  'account.changePassword': IN_PERSON,
  'account.prepareSecondFactor': IN_PERSON,
  'account.turnOnSecondFactor': IN_PERSON,
  'account.turnOffSecondFactor': IN_PERSON,
  'account.renewRecoveryCodes': IN_PERSON,
  'account.sessions': IN_PERSON,
  'account.revokeSession': IN_PERSON,
  'account.revokeOtherSessions': IN_PERSON,

  // See environments granted to them, logs (secrets masked), metrics, history
  'audit.list': { right: 'view', object: 'any-environment' },
  'audit.newer': { right: 'view', object: 'any-environment' },
  'audit.get': { right: 'view', object: 'any-environment' },
  'audit.actors': { right: 'view', object: 'any-environment' },
  'search.query': { right: 'view', object: 'any-environment' },
  'machine.status': { right: 'view', object: 'any-environment' },
  'usage.summary': { right: 'view', object: 'any-environment' },
  'usage.csv': { right: 'view', object: 'any-environment' },
  'networks.list': { right: 'view', object: 'environment' },
  'services.list': { right: 'view', object: 'environment' },
  'live.environment': { right: 'view', object: 'environment' },
  'services.get': { right: 'view', object: 'service' },
  'versions.list': { right: 'view', object: 'service' },
  'versions.servable': { right: 'view', object: 'service' },
  'deployments.list': { right: 'view', object: 'service' },
  'traffic.get': { right: 'view', object: 'service' },
  'traffic.live': { right: 'view', object: 'service' },
  'requests.list': { right: 'view', object: 'service' },
  'requests.figures': { right: 'view', object: 'service' },
  'requests.settings': { right: 'view', object: 'service' },
  'logs.search': { right: 'view', object: 'service' },
  'logs.context': { right: 'view', object: 'service' },
  'logs.sources': { right: 'view', object: 'service' },
  'logs.tail': { right: 'view', object: 'service' },
  'logs.settings': { right: 'view', object: 'service' },
  'metrics.series': { right: 'view', object: 'service' },
  'scaling.get': { right: 'view', object: 'service' },
  'live.service': { right: 'view', object: 'service' },
  'versions.get': { right: 'view', object: 'version' },
  'versions.instances': { right: 'view', object: 'version' },
  'versions.instanceLog': { right: 'view', object: 'version' },
  'versions.trouble': { right: 'view', object: 'version' },
  'history.list': { right: 'view', object: 'version' },
  'history.compare': { right: 'view', object: 'version' },
  'history.madeFrom': { right: 'view', object: 'version' },
  'deployments.get': { right: 'view', object: 'deployment' },
  'deployments.log': { right: 'view', object: 'deployment' },

  // 访问服务, test addresses, 匹配结果预测, share a test link
  'traffic.predict': { right: 'visit', object: 'service' },
  'versions.visit': { right: 'visit', object: 'version' },
  'versions.share': { right: 'visit', object: 'version' },

  // 流量配置, 放弃灰度, 回滚, 暂停/恢复
  'traffic.set': { right: 'release', object: 'service' },
  'traffic.rollBack': { right: 'release', object: 'service' },
  'traffic.abandonGray': { right: 'release', object: 'service' },
  'services.pause': { right: 'release', object: 'service' },
  'services.resume': { right: 'release', object: 'service' },

  // Create, deploy, redeploy, cancel, settings, secrets, domains, webshell, delete
  'machine.images': { right: 'operate', object: 'any-environment' },
  'services.create': { right: 'operate', object: 'environment' },
  'credentials.list': { right: 'operate', object: 'environment' },
  'credentials.add': { right: 'operate', object: 'environment' },
  'credentials.remove': { right: 'operate', object: 'environment' },
  'services.change': { right: 'operate', object: 'service' },
  'services.deletion': { right: 'operate', object: 'service' },
  'services.delete': { right: 'operate', object: 'service' },
  'requests.setQueryLogging': { right: 'operate', object: 'service' },
  'logs.setRetention': { right: 'operate', object: 'service' },
  'packages.get': { right: 'operate', object: 'service' },
  'versions.draft': { right: 'operate', object: 'service' },
  'versions.deploy': { right: 'operate', object: 'service' },
  'scaling.set': { right: 'operate', object: 'service' },
  'scaling.startInstance': { right: 'operate', object: 'version' },
  'scaling.stopInstance': { right: 'operate', object: 'version' },
  'versions.redeploy': { right: 'operate', object: 'version' },
  'versions.delete': { right: 'operate', object: 'version' },
  'shell.open': { right: 'operate', object: 'version' },
  'history.rollBack': { right: 'operate', object: 'version' },
  'deployments.cancel': { right: 'operate', object: 'deployment' },

  // Environments, members, roles, access requests, tokens of others, audit export
  'environments.create': { right: 'administer', object: 'installation' },
  'environments.delete': { right: 'administer', object: 'environment' },
  'members.list': { right: 'administer', object: 'installation' },
  'members.changeGrants': { right: 'administer', object: 'installation' },
  'members.remove': { right: 'administer', object: 'installation' },
  'members.allowReset': { right: 'administer', object: 'installation' },
  'invitations.list': { right: 'administer', object: 'installation' },
  'invitations.create': { right: 'administer', object: 'installation' },
  'invitations.revoke': { right: 'administer', object: 'installation' },
  'applications.list': { right: 'administer', object: 'installation' },
  'applications.decide': { right: 'administer', object: 'installation' },
  'access.get': { right: 'administer', object: 'installation' },
  'access.change': { right: 'administer', object: 'installation' },
  'singleSignOn.get': { right: 'administer', object: 'installation' },
  'singleSignOn.set': { right: 'administer', object: 'installation' },
  'singleSignOn.check': { right: 'administer', object: 'installation' },
  'audit.chain': { right: 'administer', object: 'installation' },
  'audit.verify': { right: 'administer', object: 'installation' },
  'audit.retention': { right: 'administer', object: 'installation' },
  'audit.setRetention': { right: 'administer', object: 'installation' },
  'certificates.list': { right: 'administer', object: 'installation' },
  'certificates.add': { right: 'administer', object: 'installation' },
  'certificates.remove': { right: 'administer', object: 'installation' },
  'tokens.listAll': { right: 'administer', object: 'installation' },
  'tokens.revokeAny': { right: 'administer', object: 'installation' },
} as const satisfies Record<ProcedurePath, Access>;
