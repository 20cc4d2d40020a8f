'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { useRegionOptions } from '#components/shell/region-options.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

type CreateEnvironmentDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function CreateEnvironmentDialog({ isOpen, onOpenChange }: CreateEnvironmentDialogProps) {
  const t = useTranslations();
  const formId = useId();
  const create = useCreateEnvironment(() => onOpenChange(false));
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        create.reset();
        onOpenChange(open);
      }}
      size="narrow"
      title={t('environments.create')}
      footer={
        <DialogFooter>
          <Button onClick={() => onOpenChange(false)}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} intent="primary" isPending={create.isPending}>
            {t('environments.create')}
          </Button>
        </DialogFooter>
      }
    >
      <EnvironmentForm id={formId} create={create} />
    </Dialog>
  );
}

function useCreateEnvironment(onCreated: () => void) {
  const t = useTranslations('environments');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const announce = useAnnounce();
  return useMutation(
    trpc.environments.create.mutationOptions({
      onSuccess: async (_, { alias }) => {
        announce({ text: t('created', { name: alias }) });
        onCreated();
        await queryClient.invalidateQueries({ queryKey: trpc.environments.list.queryKey() });
        router.refresh();
      },
    }),
  );
}

/** Mounted anew with every opening, so it begins empty. */
function EnvironmentForm({ id, create }: { id: string; create: ReturnType<typeof useCreateEnvironment> }) {
  const t = useTranslations('environments');
  const errors = useFieldErrors()(create.error);
  const problemText = useProblemText();
  const [alias, setAlias] = useState('');
  const regions = useRegionOptions();
  const [region, setRegion] = useState<(typeof regions)[number]['value']>('sh');

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    create.mutate({ alias: alias.trim(), region }, { onError: () => focusFirstInvalid(element) });
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-4">
      <TextField
        label={t('name')}
        hint={errors.alias ? undefined : t('aliasHint')}
        error={errors.alias}
        value={alias}
        onChange={(event) => setAlias(event.target.value)}
        autoComplete="off"
      />
      <Field label={t('region')} hint={t('regionHint')}>
        <Select className="w-full" value={region} onChange={setRegion} options={regions} />
      </Field>
      {create.error && errors.alias === undefined ? (
        <Notice kind="fail">{problemText(create.error)}</Notice>
      ) : null}
    </form>
  );
}
