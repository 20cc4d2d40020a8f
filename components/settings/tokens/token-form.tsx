'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { ExpiryFields } from '#components/settings/tokens/expiry-fields.tsx';
import { TokenFieldset } from '#components/settings/tokens/token-fieldset.tsx';
import type { CreateTokenForm } from '#components/settings/tokens/use-create-token.ts';
import { CheckList } from '#components/ui/check-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { isAllowed, type Right } from '#server/domain/rights.ts';
import { RIGHT_NAMES } from '#server/domain/token.ts';

export function TokenForm({ id, form }: { id: string; form: CreateTokenForm }) {
  const t = useTranslations('tokens');
  const { fields, change, errors } = form;
  return (
    <form id={id} noValidate onSubmit={form.onSubmit} className="grid gap-4">
      <TextField
        label={t('nameLabel')}
        hint={errors.name === undefined ? t('nameHint') : undefined}
        error={errors.name}
        value={fields.name}
        onChange={(event) => change({ name: event.target.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <RightsField form={form} />
      <EnvironmentsField form={form} />
      <ExpiryFields form={form} />
      {form.problem === undefined ? null : <Notice kind="fail">{form.problem}</Notice>}
    </form>
  );
}

/** Those that the person has somewhere: no others can go into a token. */
function RightsField({ form: { fields, change, errors } }: { form: CreateTokenForm }) {
  const t = useTranslations('tokens');
  const rights = useOwnRights();
  const options = rights.map((right) => ({
    value: right,
    label: t(`rights.${right}`),
    hint: t(`rightHints.${right}`),
  }));
  return (
    <TokenFieldset label={t('rightsLabel')} error={errors.rights}>
      {(labelId) => (
        <CheckList
          aria-labelledby={labelId}
          value={fields.rights}
          onChange={(chosen) => change({ rights: chosen })}
          options={options}
          isInvalid={errors.rights !== undefined}
        />
      )}
    </TokenFieldset>
  );
}

function useOwnRights(): Right[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.session.me.queryOptions());
  const grants = data?.grants ?? [];
  return RIGHT_NAMES.filter((right) =>
    grants.some(({ environmentId }) => isAllowed(grants, right, environmentId)),
  );
}

function EnvironmentsField({ form: { fields, change, errors } }: { form: CreateTokenForm }) {
  const t = useTranslations('tokens');
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.environments.list.queryOptions());
  return (
    <TokenFieldset label={t('environmentsLabel')} error={errors.environmentIds}>
      {(labelId) => (
        <div className="grid gap-2">
          <Segmented
            aria-label={t('environmentsLabel')}
            value={fields.isEverywhere ? 'all' : 'some'}
            onChange={(choice) => change({ isEverywhere: choice === 'all' })}
            options={[
              { value: 'all', label: t('allEnvironments') },
              { value: 'some', label: t('someEnvironments') },
            ]}
          />
          {fields.isEverywhere ? (
            <p className="text-ink-3 text-xs">{t('allHint')}</p>
          ) : (
            <CheckList
              aria-labelledby={labelId}
              value={fields.environmentIds}
              onChange={(environmentIds) => change({ environmentIds })}
              options={data.map(({ id, alias }) => ({ value: id, label: alias }))}
              isInvalid={errors.environmentIds !== undefined}
            />
          )}
        </div>
      )}
    </TokenFieldset>
  );
}
