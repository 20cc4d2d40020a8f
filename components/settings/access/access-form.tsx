'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { AppRouter } from '#server/api/router.ts';

type Settings = inferRouterOutputs<AppRouter>['access']['get'];

type PartProps = { settings: Settings; onChange: (change: Partial<Settings>) => void };

/** Mounted anew when somebody else stored other settings. */
export function AccessForm({ stored }: { stored: Settings }) {
  const t = useTranslations('common');
  const [settings, setSettings] = useState(stored);
  const save = useSave();
  const problemText = useProblemText();
  const isChanged = JSON.stringify(settings) !== JSON.stringify(stored);
  const onChange = (change: Partial<Settings>) => setSettings({ ...settings, ...change });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    save.mutate(settings);
  }

  return (
    <form onSubmit={submit}>
      <AccessMode settings={settings} onChange={onChange} />
      <SignUp settings={settings} onChange={onChange} />
      <div className="flex items-center gap-3 border-line border-t px-4 py-3">
        <Button type="submit" intent="primary" disabled={!isChanged} isPending={save.isPending}>
          {t('save')}
        </Button>
        {save.error ? <Notice kind="fail">{problemText(save.error)}</Notice> : null}
      </div>
    </form>
  );
}

function useSave() {
  const t = useTranslations('access');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.access.change.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('saved') });
        await client.invalidateQueries(trpc.access.pathFilter());
      },
    }),
  );
}

function AccessMode({ settings, onChange }: PartProps) {
  const t = useTranslations();
  return (
    <PanelSection title={t('access.mode')}>
      <ChoiceCards
        aria-label={t('access.mode')}
        value={settings.accessMode}
        onChange={(accessMode) => onChange({ accessMode })}
        choices={[
          { value: 'application', label: t('access.application'), consequence: t('access.applicationHint') },
          { value: 'open', label: t('access.open'), consequence: t('access.openHint') },
        ]}
      />
      {settings.accessMode === 'open' ? (
        <Field label={t('access.openRole')} hint={t(`roles.${settings.openRole}Hint`)}>
          <Segmented
            aria-label={t('access.openRole')}
            value={settings.openRole}
            onChange={(openRole) => onChange({ openRole })}
            options={(['tester', 'product', 'ops'] as const).map((role) => ({
              value: role,
              label: t(`roles.${role}`),
            }))}
          />
        </Field>
      ) : null}
    </PanelSection>
  );
}

function SignUp({ settings: { isSignUpOpen, accessMode }, onChange }: PartProps) {
  const t = useTranslations('access');
  const id = useId();
  const consequence = !isSignUpOpen
    ? 'signUpClosed'
    : accessMode === 'open'
      ? 'signUpIntoRole'
      : 'signUpToApply';
  return (
    <PanelSection title={t('signUp')}>
      <div className="grid grid-cols-[auto_1fr] items-center gap-x-3">
        <Switch
          aria-labelledby={id}
          aria-describedby={`${id}-hint`}
          checked={isSignUpOpen}
          onChange={(isOn) => onChange({ isSignUpOpen: isOn })}
        />
        <span id={id} className="text-ink">
          {t('signUpOpen')}
        </span>
        <p id={`${id}-hint`} className="col-start-2 text-ink-3 text-xs">
          {t(consequence)}
        </p>
      </div>
    </PanelSection>
  );
}
