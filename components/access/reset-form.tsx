'use client';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { GateHead } from '#components/access/gate-head.tsx';
import { NewPasswordField, personOf } from '#components/access/person-fields.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';

type ResetFormProps = { secret: string; email: string; endsSecondFactor: boolean };

/** A new password by an owner's link; signing in comes after it. */
export function ResetForm({ secret, email, endsSecondFactor }: ResetFormProps) {
  const t = useTranslations('join');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const reset = useMutation(trpc.members.reset.mutationOptions());
  const errors = useFieldErrors()(reset.error);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    const { password } = personOf(element);
    reset.mutate({ secret, password }, { onError: () => focusFirstInvalid(element) });
  }

  if (reset.isSuccess) return <ResetDone />;
  return (
    <>
      <GateHead title={t('resetTitle')}>{t(endsSecondFactor ? 'resetHintAll' : 'resetHint')}</GateHead>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <TextField
          name="email"
          label={t('resetAccount')}
          autoComplete="username"
          value={email}
          readOnly
          boxClassName="h-9"
        />
        <NewPasswordField error={errors.password} />
        {reset.error && !errors.password ? <Notice kind="fail">{problemText(reset.error)}</Notice> : null}
        <Button type="submit" intent="primary" className="h-9 w-full" isPending={reset.isPending}>
          {t('reset')}
        </Button>
      </form>
    </>
  );
}

function ResetDone() {
  const t = useTranslations();
  return (
    <div role="status">
      <GateHead title={t('join.resetDone')}>{t('join.resetDoneHint')}</GateHead>
      <Button intent="primary" className="h-9 w-full" onClick={() => location.assign('/sign-in')}>
        {t('gate.signIn')}
      </Button>
    </div>
  );
}
