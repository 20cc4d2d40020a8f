'use client';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { signIn } from '#components/shell/auth.ts';
import { Button } from '#components/ui/button.tsx';
import { PasswordField } from '#components/ui/password-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';

type Errors = { account?: string; password?: string };

const BOX_CLASS = 'h-9';

/** `goal` is the page to go to afterwards. */
export function SignInForm({ goal }: { goal: string }) {
  const t = useTranslations();
  const accountRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const [isPending, setPending] = useState(false);
  const [errors, setErrors] = useState<Errors>({});

  function show(found: Errors): void {
    setErrors(found);
    (found.account ? accountRef : passwordRef).current?.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const account = accountRef.current?.value.trim() ?? '';
    const password = passwordRef.current?.value ?? '';
    if (account === '') return show({ account: t('gate.accountRequired') });
    if (password === '') return show({ password: t('gate.passwordRequired') });
    setPending(true);
    const outcome = await signIn(account, password);
    // A page load of its own: nothing that was read before signing in stays.
    if (outcome === 'signed-in') return location.assign(goal);
    setPending(false);
    show({
      password:
        outcome === 'wrong-credentials'
          ? t('gate.wrongCredentials')
          : outcome === 'too-many'
            ? t('gate.tooMany')
            : t('common.unexpected'),
    });
  }

  return (
    <>
      <h1 className="text-lg">{t('gate.signIn')}</h1>
      <p className="mt-1 mb-6 text-ink-3">{t('gate.signInHint')}</p>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <TextField
          ref={accountRef}
          label={t('gate.account')}
          type="email"
          autoComplete="username"
          placeholder={t('gate.accountHint')}
          error={errors.account}
          boxClassName={BOX_CLASS}
        />
        <PasswordField
          ref={passwordRef}
          label={t('gate.password')}
          autoComplete="current-password"
          error={errors.password}
          boxClassName={BOX_CLASS}
        />
        <Button type="submit" intent="primary" className="h-9 w-full" isPending={isPending}>
          {t('gate.signIn')}
        </Button>
      </form>
    </>
  );
}
