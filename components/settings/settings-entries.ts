// The pages below 设置, in order. A new page: its line here, its word in messages/*/settings.json.
import { type Grant, isAllowed, type Right } from '#server/domain/rights.ts';

type SettingsEntry = {
  href: `/settings/${string}`;
  /** Message key under `settings`. */
  label: 'account' | 'members' | 'access' | 'signOn' | 'tokens' | 'apiDocs';
  /** Over the whole installation; null: for everyone who is signed in. */
  right: Right | null;
};

const ENTRIES: readonly SettingsEntry[] = [
  { href: '/settings/account', label: 'account', right: null },
  { href: '/settings/members', label: 'members', right: 'administer' },
  { href: '/settings/access', label: 'access', right: 'administer' },
  { href: '/settings/sign-on', label: 'signOn', right: 'administer' },
  { href: '/settings/tokens', label: 'tokens', right: null },
  { href: '/settings/api-docs', label: 'apiDocs', right: null },
];

/** The pages that somebody with these grants may open. */
export function settingsEntries(grants: readonly Grant[]): readonly SettingsEntry[] {
  return ENTRIES.filter(({ right }) => right === null || isAllowed(grants, right, null));
}
