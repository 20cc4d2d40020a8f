'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { GroupRolesSection } from '#components/settings/sign-on/group-roles-section.tsx';
import { ProviderSection } from '#components/settings/sign-on/provider-section.tsx';
import { fieldsOf, inputOf, type SignOnPart } from '#components/settings/sign-on/sign-on-fields.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { AppRouter } from '#server/api/router.ts';

type Stored = inferRouterOutputs<AppRouter>['singleSignOn']['get'];

/** Mounted anew when other settings were stored. */
export function SignOnForm({ stored }: { stored: Stored }) {
  const t = useTranslations();
  const { settings } = stored;
  const [fields, setFields] = useState(() => fieldsOf(settings, t('signOn.title')));
  const save = useSave(() => setFields((now) => ({ ...now, secret: '' })));
  const errors = useFieldErrors()(save.error);
  const problemText = useProblemText();
  const part: SignOnPart = { fields, errors, change: (change) => setFields({ ...fields, ...change }) };

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    save.mutate(inputOf(fields, settings));
  }

  return (
    <form noValidate onSubmit={submit}>
      <ButtonSection {...part} />
      <ProviderSection
        {...part}
        callbackUrl={stored.callbackUrl}
        hasSecret={settings?.hasClientSecret ?? false}
      />
      <GroupRolesSection {...part} />
      <div className="flex items-center gap-3 border-line border-t px-4 py-3">
        <Button type="submit" intent="primary" isPending={save.isPending}>
          {t('common.save')}
        </Button>
        {save.error ? <Notice kind="fail">{problemText(save.error)}</Notice> : null}
      </div>
    </form>
  );
}

function useSave(onSaved: () => void) {
  const t = useTranslations('signOn');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.singleSignOn.set.mutationOptions({
      onSuccess: async () => {
        onSaved();
        announce({ text: t('saved') });
        await client.invalidateQueries(trpc.singleSignOn.pathFilter());
      },
    }),
  );
}

function ButtonSection({ fields, change, errors }: SignOnPart) {
  const t = useTranslations('signOn');
  const id = useId();
  return (
    <PanelSection title={t('button')}>
      <div className="grid grid-cols-[auto_1fr] items-center gap-x-3">
        <Switch
          aria-labelledby={id}
          aria-describedby={`${id}-hint`}
          checked={fields.isEnabled}
          onChange={(isEnabled) => change({ isEnabled })}
        />
        <span id={id} className="text-ink">
          {t('enabled')}
        </span>
        <p id={`${id}-hint`} className="col-start-2 text-ink-3 text-xs">
          {t(fields.isEnabled ? 'enabledHint' : 'disabledHint')}
        </p>
      </div>
      <TextField
        layout="row"
        className="max-w-140"
        label={t('label')}
        value={fields.label}
        onChange={(event) => change({ label: event.target.value })}
        error={errors.label}
      />
    </PanelSection>
  );
}
