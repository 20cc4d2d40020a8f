'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { useRegionOptions } from '#components/shell/region-options.ts';
import { rememberPreference } from '#components/shell/use-preference.ts';
import { Button } from '#components/ui/button.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';
import { PasswordField } from '#components/ui/password-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';

const BOX_CLASS = 'h-9';

type FirstRunFormProps = { code: string; onCodeChange: (code: string) => void };

/** Makes the owner and the first environment; the server has the only check. */
export function FirstRunForm({ code, onCodeChange }: FirstRunFormProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const fieldErrors = useFieldErrors();
  const problemText = useProblemText();
  const [form, setForm] = useState({ email: '', password: '', alias: t('gate.defaultAlias') });
  const regions = useRegionOptions();
  const [region, setRegion] = useState<(typeof regions)[number]['value']>('sh');
  const create = useMutation(
    trpc.setup.createOwner.mutationOptions({
      onSuccess: ({ environmentId }) => {
        rememberPreference('environment', environmentId);
        // A page load of its own, with the new session.
        location.assign('/services');
      },
    }),
  );
  const errors = fieldErrors(create.error);
  const hasFieldErrors = Object.keys(errors).length > 0;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { email, password, alias } = form;
    const element = event.currentTarget;
    create.mutate(
      { code, email: email.trim(), password, environment: { alias, region } },
      { onError: () => focusFirstInvalid(element) },
    );
  }

  return (
    <>
      <h1 className="text-lg">{t('gate.createOwner')}</h1>
      <p className="mt-1 mb-6 text-ink-3">{t('gate.createOwnerHint')}</p>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <TextField
          label={t('gate.setupCode')}
          hint={errors.code ? undefined : t('gate.setupCodeHint')}
          placeholder="XXXX-XXXX-XXXX"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          onChange={(event) => onCodeChange(event.target.value)}
          error={errors.code}
          boxClassName={BOX_CLASS}
        />
        <TextField
          label={t('gate.account')}
          type="email"
          autoComplete="username"
          placeholder={t('gate.accountHint')}
          value={form.email}
          onChange={(event) => setForm({ ...form, email: event.target.value })}
          error={errors.email}
          boxClassName={BOX_CLASS}
        />
        <PasswordField
          label={t('gate.password')}
          autoComplete="new-password"
          hint={errors.password ? undefined : t('gate.passwordHint')}
          value={form.password}
          onChange={(event) => setForm({ ...form, password: event.target.value })}
          error={errors.password}
          boxClassName={BOX_CLASS}
        />
        <div className="flex items-start gap-2">
          <TextField
            className="flex-1"
            label={t('gate.firstEnvironment')}
            hint={t('gate.regionHint')}
            error={errors['environment.alias']}
            value={form.alias}
            onChange={(event) => setForm({ ...form, alias: event.target.value })}
            boxClassName={BOX_CLASS}
          />
          <Select
            aria-label={t('gate.region')}
            className="mt-6 h-9 w-37 flex-none phone:mt-8"
            value={region}
            onChange={setRegion}
            options={regions}
          />
        </div>
        {create.error && !hasFieldErrors ? <Notice kind="fail">{problemText(create.error)}</Notice> : null}
        <Button
          type="submit"
          intent="primary"
          className="h-9 w-full"
          isPending={create.isPending || create.isSuccess}
        >
          {t('gate.enter')}
        </Button>
      </form>
    </>
  );
}
