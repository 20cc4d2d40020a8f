'use client';
import { useTranslations } from 'use-intl/react';
import { Tag } from '#components/ui/tag.tsx';
import type { Role } from '#server/domain/rights.ts';

/** `alias` null: the whole installation. */
export type InvitedRole = { alias: string | null; role: Role };

/** What accepting gives; nothing where all of its environments are gone by now. */
export function InvitedRoles({ roles }: { roles: readonly InvitedRole[] }) {
  const t = useTranslations();
  if (roles.length === 0) return null;
  return (
    <section aria-label={t('join.roles')} className="mb-4 grid gap-1.5">
      <h2 className="font-normal text-sm">{t('join.roles')}</h2>
      <ul className="flex flex-wrap gap-1">
        {roles.map(({ alias, role }) => (
          <li key={String(alias)}>
            <Tag tone="blue">
              {alias === null
                ? t(`roles.${role}`)
                : t('roles.inEnvironment', { name: alias, role: t(`roles.${role}`) })}
            </Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
