'use client';
import { useTranslations } from 'use-intl/react';
import { PasswordField } from '#components/ui/password-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';

const BOX_CLASS = 'h-9';

/** What the fields of a new account say; they are read when the form is sent. */
export function personOf(form: HTMLFormElement): { name: string; email: string; password: string } {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '');
  return { name: text('name').trim(), email: text('email').trim(), password: text('password') };
}

type PersonFieldsProps = {
  /** Whose account it must be; null: whoever comes says it. */
  fixedEmail: string | null;
  /** Sentence by field. */
  errors: Record<string, string>;
};

export function PersonFields({ fixedEmail, errors }: PersonFieldsProps) {
  const t = useTranslations();
  return (
    <>
      <TextField
        name="name"
        label={t('join.name')}
        autoComplete="name"
        error={errors.name}
        boxClassName={BOX_CLASS}
      />
      <TextField
        name="email"
        label={t('gate.account')}
        type="email"
        autoComplete="username"
        placeholder={t('gate.accountHint')}
        {...(fixedEmail === null ? {} : { defaultValue: fixedEmail, readOnly: true })}
        hint={fixedEmail === null || errors.email ? undefined : t('join.fixedEmail')}
        error={errors.email}
        boxClassName={BOX_CLASS}
      />
      <NewPasswordField error={errors.password} />
    </>
  );
}

export function NewPasswordField({ error }: { error: string | undefined }) {
  const t = useTranslations('gate');
  return (
    <PasswordField
      name="password"
      label={t('password')}
      autoComplete="new-password"
      hint={error ? undefined : t('passwordHint')}
      error={error}
      boxClassName={BOX_CLASS}
    />
  );
}
