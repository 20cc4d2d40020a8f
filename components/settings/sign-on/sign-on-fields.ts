// What the form of 单点登录 holds, and what it sends.
import type { GroupRole } from '#server/domain/access.ts';
import type { SignOnSettings, SingleSignOnInput } from '#server/domain/single-sign-on.ts';

export type SignOnFields = Omit<SingleSignOnInput, 'clientSecret' | 'groupRoles'> & {
  client: 'secret' | 'public';
  /** Empty: the one that is there stays. */
  secret: string;
  /** `key` tells rows apart while they are edited. */
  groupRoles: (GroupRole & { key: number })[];
};

export type SignOnPart = {
  fields: SignOnFields;
  change: (change: Partial<SignOnFields>) => void;
  /** Path as in the input → a sentence. */
  errors: Record<string, string>;
};

export function fieldsOf(settings: SignOnSettings | null, label: string): SignOnFields {
  const { hasClientSecret, groupRoles, ...rest } = settings ?? {
    ...{ isEnabled: true, label, issuer: '', clientId: '', groupsClaim: 'groups' },
    groupRoles: [],
    hasClientSecret: true,
  };
  return {
    ...rest,
    client: hasClientSecret ? 'secret' : 'public',
    secret: '',
    groupRoles: groupRoles.map((each, key) => ({ ...each, key })),
  };
}

export function inputOf(fields: SignOnFields, settings: SignOnSettings | null): SingleSignOnInput {
  const { client, secret, groupRoles, ...rest } = fields;
  return {
    ...rest,
    groupRoles: groupRoles.map(({ key: _, ...each }) => each),
    clientSecret: secretOf(client, secret, settings?.hasClientSecret ?? false),
  };
}

function secretOf(client: SignOnFields['client'], secret: string, isKept: boolean) {
  if (client === 'public') return { kind: 'none' as const };
  if (secret === '' && isKept) return { kind: 'keep' as const };
  return { kind: 'new-secret' as const, value: secret };
}
