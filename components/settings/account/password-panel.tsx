'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { PasswordField } from '#components/ui/password-field.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

const EMPTY = { currentPassword: '', newPassword: '' };

export function PasswordPanel({ email }: { email: string }) {
  const t = useTranslations('account');
  const [fields, setFields] = useState(EMPTY);
  const change = useChangePassword(() => setFields(EMPTY));
  const errors = useFieldErrors()(change.error);
  const problemText = useProblemText();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    change.mutate(fields, { onError: () => focusFirstInvalid(form) });
  }

  return (
    <Panel aria-labelledby="password">
      <PanelHead id="password" title={t('password')} />
      <form noValidate onSubmit={submit} className="grid max-w-140 gap-3 px-4 pb-4">
        {/* Tells password managers whose password it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          layout="row"
          label={t('currentPassword')}
          autoComplete="current-password"
          value={fields.currentPassword}
          onChange={(event) => setFields({ ...fields, currentPassword: event.target.value })}
          error={errors.currentPassword}
        />
        <PasswordField
          layout="row"
          label={t('newPassword')}
          autoComplete="new-password"
          hint={errors.newPassword ? undefined : t('newPasswordHint')}
          value={fields.newPassword}
          onChange={(event) => setFields({ ...fields, newPassword: event.target.value })}
          error={errors.newPassword}
        />
        {change.error && Object.keys(errors).length === 0 ? (
          <Notice kind="fail">{problemText(change.error)}</Notice>
        ) : null}
        <Button type="submit" className="justify-self-start" isPending={change.isPending}>
          {t('changePassword')}
        </Button>
      </form>
    </Panel>
  );
}

function useChangePassword(onChanged: () => void) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('passwordChanged') });
        onChanged();
        await queryClient.invalidateQueries({ queryKey: trpc.account.sessions.queryKey() });
      },
    }),
  );
}
