'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { PasswordField } from '#components/ui/password-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';

type Errors = { account?: string; password?: string };

const BOX_CLASS = 'h-9';

/** The fields are read when the form is sent: a browser may fill them before the page is alive. */
export function PasswordStep({
  onSignedIn,
  onChallenged,
}: {
  onSignedIn: () => void;
  onChallenged: () => void;
}) {
  const t = useTranslations('gate');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const accountRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const signIn = useMutation(
    trpc.session.signIn.mutationOptions({
      onSuccess: ({ isSignedIn }) => (isSignedIn ? onSignedIn() : onChallenged()),
      onError: (error) => show({ password: problemText(error) }),
    }),
  );

  function show(found: Errors): void {
    setErrors(found);
    (found.account ? accountRef : passwordRef).current?.focus();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const email = accountRef.current?.value.trim() ?? '';
    const password = passwordRef.current?.value ?? '';
    if (email === '') show({ account: t('accountRequired') });
    else if (password === '') show({ password: t('passwordRequired') });
    else signIn.mutate({ email, password });
  }

  return (
    <>
      <h1 className="text-lg">{t('signIn')}</h1>
      <p className="mt-1 mb-6 text-ink-3">{t('signInHint')}</p>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <TextField
          ref={accountRef}
          label={t('account')}
          type="email"
          autoComplete="username"
          placeholder={t('accountHint')}
          error={errors.account}
          boxClassName={BOX_CLASS}
        />
        <PasswordField
          ref={passwordRef}
          label={t('password')}
          autoComplete="current-password"
          error={errors.password}
          boxClassName={BOX_CLASS}
        />
        <Button
          type="submit"
          intent="primary"
          className="h-9 w-full"
          isPending={signIn.isPending || signIn.data?.isSignedIn === true}
        >
          {t('signIn')}
        </Button>
      </form>
    </>
  );
}
