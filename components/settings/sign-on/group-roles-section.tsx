'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import type { SignOnFields, SignOnPart } from '#components/settings/sign-on/sign-on-fields.ts';
import { Button } from '#components/ui/button.tsx';
import { FieldMessage } from '#components/ui/field-group.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import type { Role } from '#server/domain/rights.ts';

type Row = SignOnFields['groupRoles'][number];

/** Stands for the whole installation in a list of environments. */
const EVERYWHERE = '*';

export function GroupRolesSection({ fields, change, errors }: SignOnPart) {
  const t = useTranslations('signOn');
  const { groupRoles } = fields;
  const put = (index: number, row: Partial<Row>) =>
    change({ groupRoles: groupRoles.map((each, at) => (at === index ? { ...each, ...row } : each)) });
  const remove = (key: number) => change({ groupRoles: groupRoles.filter((each) => each.key !== key) });
  return (
    <PanelSection title={t('groups')}>
      <p className="text-ink-3 text-xs">{t('groupsHint')}</p>
      <TextField
        layout="row"
        className="max-w-140"
        label={t('claim')}
        hint={t('claimHint')}
        spellCheck={false}
        value={fields.groupsClaim}
        onChange={(event) => change({ groupsClaim: event.target.value })}
        error={errors.groupsClaim}
      />
      {groupRoles.length === 0 ? null : (
        <ul aria-label={t('groups')} className="grid gap-2">
          {groupRoles.map((row, index) => (
            <li key={row.key}>
              <GroupRoleRow
                row={row}
                number={index + 1}
                onChange={(changed) => put(index, changed)}
                onRemove={() => remove(row.key)}
                error={errors[`groupRoles.${index}.group`] ?? errors[`groupRoles.${index}.environmentId`]}
              />
            </li>
          ))}
        </ul>
      )}
      <AddRow rows={groupRoles} onAdd={(row) => change({ groupRoles: [...groupRoles, row] })} />
    </PanelSection>
  );
}

function AddRow({ rows, onAdd }: { rows: readonly Row[]; onAdd: (row: Row) => void }) {
  const t = useTranslations('signOn');
  const environments = useEnvironments();
  const key = Math.max(0, ...rows.map((row) => row.key + 1));
  const first = environments[0]?.id;
  const role = first === undefined ? 'owner' : 'tester';
  return (
    <Button
      size="sm"
      className="justify-self-start"
      onClick={() => onAdd({ key, group: '', environmentId: first ?? null, role })}
    >
      <Plus aria-hidden className="size-3.5" />
      {t('addGroup')}
    </Button>
  );
}

function useEnvironments() {
  const trpc = useTRPC();
  return useQuery(trpc.environments.list.queryOptions()).data ?? [];
}

type GroupRoleRowProps = {
  row: Row;
  /** Counted from one, to tell rows apart by ear. */
  number: number;
  onChange: (row: Partial<Row>) => void;
  onRemove: () => void;
  error: string | undefined;
};

function GroupRoleRow({ row, number, onChange, onRemove, error }: GroupRoleRowProps) {
  const t = useTranslations('signOn');
  return (
    <div className="grid gap-1">
      <div className="grid max-w-180 grid-cols-[minmax(0,1fr)_180px_120px_auto] items-center gap-2 phone:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <TextInput
          aria-label={t('groupNumber', { number })}
          aria-invalid={error !== undefined || undefined}
          placeholder={t('group')}
          className="phone:col-span-3"
          spellCheck={false}
          value={row.group}
          onChange={(event) => onChange({ group: event.target.value })}
        />
        <PlaceAndRole row={row} number={number} onChange={onChange} />
        <Button intent="quiet" size="sm" aria-label={t('removeGroup', { number })} onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      {error === undefined ? null : <FieldMessage>{error}</FieldMessage>}
    </div>
  );
}

/** 所有者 is for the whole installation, all other roles for one environment. */
function PlaceAndRole({ row, number, onChange }: Pick<GroupRoleRowProps, 'row' | 'number' | 'onChange'>) {
  const t = useTranslations();
  const environments = useEnvironments();
  const { environmentId, role } = row;
  const roles: readonly Role[] = environmentId === null ? ['owner'] : ['tester', 'product', 'ops'];
  const places = environments.map(({ id, alias }) => ({ value: id, label: alias }));
  return (
    <>
      <Select
        aria-label={t('signOn.environmentNumber', { number })}
        value={environmentId ?? EVERYWHERE}
        onChange={(place) =>
          onChange(
            place === EVERYWHERE
              ? { environmentId: null, role: 'owner' }
              : { environmentId: place, role: role === 'owner' ? 'tester' : role },
          )
        }
        options={[...places, { value: EVERYWHERE, label: t('signOn.everywhere') }]}
      />
      <Select
        aria-label={t('signOn.roleNumber', { number })}
        value={role}
        onChange={(chosen) => onChange({ role: chosen })}
        options={roles.map((each) => ({ value: each, label: t(`roles.${each}`) }))}
      />
    </>
  );
}
