'use client';
import { useTranslations } from 'use-intl/react';
import type { CreateTokenForm, ExpiryChoice } from '#components/settings/tokens/use-create-token.ts';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { TOKEN_DAYS } from '#server/domain/token.ts';

/** 有效期: days, a last day, or never in so many words. */
export function ExpiryFields({ form: { fields, change, errors } }: { form: CreateTokenForm }) {
  const t = useTranslations('tokens');
  const options: { value: ExpiryChoice; label: string }[] = [
    ...TOKEN_DAYS.map((count) => ({ value: count, label: t('days', { count }) })),
    { value: 'date', label: t('onDate') },
    { value: 'never', label: t('never') },
  ];
  return (
    <>
      <Field label={t('expiryLabel')}>
        <Select
          className="w-full"
          value={fields.expiry}
          onChange={(expiry) => change({ expiry })}
          options={options}
        />
      </Field>
      {fields.expiry === 'date' ? (
        <TextField
          type="date"
          label={t('dateLabel')}
          error={errors['expiry.at']}
          value={fields.lastDay}
          onChange={(event) => change({ lastDay: event.target.value })}
        />
      ) : null}
      {fields.expiry === 'never' ? <Notice kind="note">{t('neverWarning')}</Notice> : null}
    </>
  );
}
