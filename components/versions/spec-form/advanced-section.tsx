'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Fold } from '#components/ui/fold.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { CommandFields } from '#components/versions/spec-form/command-fields.tsx';
import { EnvRows } from '#components/versions/spec-form/env-rows.tsx';
import { asInteger, useFields } from '#components/versions/spec-form/form.ts';
import { HealthFields } from '#components/versions/spec-form/health-fields.tsx';
import { HookFields } from '#components/versions/spec-form/hook-fields.tsx';
import { LogFields } from '#components/versions/spec-form/log-fields.tsx';
import { ProbeFields } from '#components/versions/spec-form/probe-fields.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';

/** What 高级设置 holds: it opens where one of these is wrong. */
const FOLDED = new Set<string | number | undefined>([
  'env',
  'logPath',
  'logSet',
  'logTopic',
  'initialDelaySeconds',
  'probe',
  'command',
  'args',
  'liveness',
  'readiness',
  'postStart',
  'preStop',
]);

/** `names`: of what is wrong inside the configuration. */
export function hasFolded(names: readonly (string | number | undefined)[]): boolean {
  return names.some((name) => FOLDED.has(name));
}

type AdvancedSectionProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** 高级设置, folded to a line that says what is inside. */
export function AdvancedSection({ isOpen, onOpenChange }: AdvancedSectionProps) {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  return (
    <Fold title={t('advanced')} summary={<Summary />} isOpen={isOpen} onOpenChange={onOpenChange}>
      <div className="grid gap-3">
        <EnvRows />
        <LogFields />
        <TextField
          {...register('spec.initialDelaySeconds', asInteger)}
          layout="row"
          label={t('initialDelay')}
          hint={t('initialDelayHint')}
          error={errorAt('spec.initialDelaySeconds')}
          inputMode="numeric"
          autoComplete="off"
          boxClassName="w-31"
        />
        <ProbeFields />
        <HealthFields />
        <CommandFields />
        <HookFields />
      </div>
    </Fold>
  );
}

function Summary() {
  const t = useTranslations('specForm');
  const specText = useSpecText();
  const { control } = useFields();
  const spec = useWatch({ control, name: 'spec' });
  return t('advancedSummary', {
    env: spec.env.length,
    logType: specText(spec, 'logType'),
    delay: Number.isFinite(spec.initialDelaySeconds) ? spec.initialDelaySeconds : '-',
    probe: specText(spec, 'probe'),
    command: spec.command.length + spec.args.length > 0 ? 'own' : 'image',
  });
}
