'use client';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { GateHead } from '#components/access/gate-head.tsx';
import { PersonFields, personOf } from '#components/access/person-fields.tsx';
import { ToSignIn } from '#components/access/to-sign-in.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';

/** 注册: an account without a role, to apply with. */
export function SignUpForm() {
  const t = useTranslations('join');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const signUp = useMutation(
    trpc.access.signUp.mutationOptions({ onSuccess: () => location.assign('/services') }),
  );
  const errors = useFieldErrors()(signUp.error);
  const hasFieldErrors = Object.keys(errors).length > 0;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    signUp.mutate(personOf(element), { onError: () => focusFirstInvalid(element) });
  }

  return (
    <>
      <GateHead title={t('signUp')}>{t('signUpHint')}</GateHead>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <PersonFields fixedEmail={null} errors={errors} />
        {signUp.error && !hasFieldErrors ? <Notice kind="fail">{problemText(signUp.error)}</Notice> : null}
        <Button
          type="submit"
          intent="primary"
          className="h-9 w-full"
          isPending={signUp.isPending || signUp.isSuccess}
        >
          {t('signUp')}
        </Button>
      </form>
      <ToSignIn />
    </>
  );
}
