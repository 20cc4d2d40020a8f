'use client';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { Grant, Role } from '#server/domain/rights.ts';

const CHOICES = ['none', 'tester', 'product', 'ops'] as const;

type GrantsEditorProps = {
  value: readonly Grant[];
  onChange: (grants: Grant[]) => void;
  error?: string | undefined;
};

/** Which role somebody has in which environment, or 所有者 of everything. */
export function GrantsEditor({ value, onChange, error }: GrantsEditorProps) {
  const isOwner = value.some(({ role }) => role === 'owner');
  return (
    <div className="grid gap-3">
      <OwnerSwitch
        isOn={isOwner}
        onChange={(isOn) => onChange(isOn ? [{ environmentId: null, role: 'owner' }] : [])}
      />
      {isOwner ? null : <EnvironmentRoles value={value} onChange={onChange} />}
      {error === undefined ? null : <Notice kind="fail">{error}</Notice>}
    </div>
  );
}

function OwnerSwitch({ isOn, onChange }: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  const t = useTranslations('roles');
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] items-center gap-x-3">
      <Switch aria-labelledby={id} aria-describedby={`${id}-hint`} checked={isOn} onChange={onChange} />
      <span id={id} className="text-ink">
        {t('owner')}
      </span>
      <p id={`${id}-hint`} className="col-start-2 text-ink-3 text-xs">
        {t('ownerHint')}
      </p>
    </div>
  );
}

function EnvironmentRoles({ value, onChange }: Omit<GrantsEditorProps, 'error'>) {
  const t = useTranslations('roles');
  const trpc = useTRPC();
  const { data: environments } = useQuery(trpc.environments.list.queryOptions());
  const others = (environmentId: string) => value.filter((grant) => grant.environmentId !== environmentId);
  const roleIn = (environmentId: string): Role | 'none' =>
    value.find((grant) => grant.environmentId === environmentId)?.role ?? 'none';
  if (environments?.length === 0) return <Notice kind="note">{t('noEnvironments')}</Notice>;
  return (
    <>
      <ul className="grid rounded-md border border-line">
        {(environments ?? []).map(({ id, alias }) => (
          <li
            key={id}
            className="flex min-h-11 items-center gap-3 px-3 py-1.5 not-first:border-line-soft not-first:border-t phone:grid phone:gap-1.5"
          >
            <span className="min-w-0 flex-1 truncate text-ink">{alias}</span>
            <Segmented
              size="sm"
              aria-label={t('roleIn', { name: alias })}
              className="phone:w-full"
              value={roleIn(id)}
              onChange={(role) =>
                onChange(role === 'none' ? others(id) : [...others(id), { environmentId: id, role }])
              }
              options={CHOICES.map((choice) => ({ value: choice, label: t(choice) }))}
            />
          </li>
        ))}
      </ul>
      <RoleMeanings />
    </>
  );
}

function RoleMeanings() {
  const t = useTranslations('roles');
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-ink-3 text-xs">
      {(['tester', 'product', 'ops'] as const).map((role) => (
        <div key={role} className="contents">
          <dt>{t(role)}</dt>
          <dd>{t(`${role}Hint`)}</dd>
        </div>
      ))}
    </dl>
  );
}
