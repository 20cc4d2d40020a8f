'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import type { Account } from '#components/settings/account/account-page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** The name can be changed by oneself; the address is what one signs in with. */
export function ProfilePanel({ account }: { account: Account }) {
  const t = useTranslations('account');
  const [name, setName] = useState(account.name);
  const rename = useRename();
  const error = useFieldErrors()(rename.error).name;
  const problemText = useProblemText();

  function submit(event: FormEvent): void {
    event.preventDefault();
    rename.mutate({ name });
  }

  return (
    <Panel aria-labelledby="profile">
      <PanelHead id="profile" title={t('profile')} />
      <form noValidate onSubmit={submit} className="grid max-w-140 gap-3 px-4 pb-4">
        <TextField layout="row" label={t('email')} value={account.email} disabled />
        <TextField
          layout="row"
          label={t('name')}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={error}
        />
        {rename.error && error === undefined ? (
          <Notice kind="fail">{problemText(rename.error)}</Notice>
        ) : null}
        <Button type="submit" className="justify-self-start" isPending={rename.isPending}>
          {t('save')}
        </Button>
      </form>
    </Panel>
  );
}

function useRename() {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const announce = useAnnounce();
  return useMutation(
    trpc.account.rename.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('saved') });
        await queryClient.invalidateQueries({ queryKey: trpc.account.get.queryKey() });
        router.refresh(); // The shell shows the name, too.
      },
    }),
  );
}
