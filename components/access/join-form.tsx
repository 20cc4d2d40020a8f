'use client';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { GateHead } from '#components/access/gate-head.tsx';
import { type InvitedRole, InvitedRoles } from '#components/access/invited-roles.tsx';
import { PersonFields, personOf } from '#components/access/person-fields.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { signInPath } from '#components/shell/paths.ts';
import { Button } from '#components/ui/button.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';

type JoinFormProps = { secret: string; email: string | null; roles: readonly InvitedRole[] };

/** An invitation for who has no account yet, or is not signed in. */
export function JoinForm({ secret, email, roles }: JoinFormProps) {
  const t = useTranslations('join');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const join = useMutation(
    // A page load of its own, with the new session.
    trpc.invitations.join.mutationOptions({ onSuccess: () => location.assign('/services') }),
  );
  const errors = useFieldErrors()(join.error);
  const hasFieldErrors = Object.keys(errors).length > 0;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    join.mutate({ secret, ...personOf(element) }, { onError: () => focusFirstInvalid(element) });
  }

  return (
    <>
      <GateHead title={t('title')}>{t('hint')}</GateHead>
      <InvitedRoles roles={roles} />
      <form noValidate onSubmit={submit} className="grid gap-4">
        <PersonFields fixedEmail={email} errors={errors} />
        {join.error && !hasFieldErrors ? <Notice kind="fail">{problemText(join.error)}</Notice> : null}
        <Button
          type="submit"
          intent="primary"
          className="h-9 w-full"
          isPending={join.isPending || join.isSuccess}
        >
          {t('join')}
        </Button>
      </form>
      <p className="mt-4">
        <a href={signInPath(`/join/${secret}`)} className="text-primary hover:underline">
          {t('haveAccount')}
        </a>
      </p>
    </>
  );
}
