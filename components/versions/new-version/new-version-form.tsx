'use client';
import { type FormEvent, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { servicePath } from '#components/services/service-paths.ts';
import { Panel } from '#components/ui/panel.tsx';
import { BasicSection } from '#components/versions/new-version/basic-section.tsx';
import { ChangesPanel } from '#components/versions/new-version/changes-panel.tsx';
import { useNewVersionFields } from '#components/versions/new-version/form.ts';
import { useDeploy } from '#components/versions/new-version/use-deploy.ts';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';
import { AdvancedSection, hasFolded } from '#components/versions/spec-form/advanced-section.tsx';
import { BarNote } from '#components/versions/spec-form/bar-note.tsx';
import { isFilled } from '#components/versions/spec-form/env-lines.ts';
import { SizeSection } from '#components/versions/spec-form/size-section.tsx';
import { SubmitBar } from '#components/versions/spec-form/submit-bar.tsx';
import { useFocusFirstInvalid } from '#components/versions/spec-form/use-focus-first-invalid.ts';

export function NewVersionForm({ facts }: { facts: NewVersionFacts }) {
  const t = useTranslations('newVersion');
  const fields = useNewVersionFields(facts.spec);
  const { formRef, focusFirstInvalid } = useFocusFirstInvalid<HTMLFormElement>();
  const [isAdvancedOpen, setAdvancedOpen] = useState(false);
  const deploy = useDeploy(facts.service.id, fields, showInvalid);

  /** `names` of what is wrong inside the configuration: what is folded away has to be seen. */
  function showInvalid(names: readonly (string | number | undefined)[]): void {
    if (hasFolded(names)) setAdvancedOpen(true);
    focusFirstInvalid();
  }

  function submit(event: FormEvent): void {
    const { env } = fields.getValues('spec');
    if (!env.every(isFilled)) fields.setValue('spec.env', env.filter(isFilled));
    void fields.handleSubmit(
      (input) => deploy.mutate({ serviceId: facts.service.id, ...input }),
      (errors) => showInvalid(Object.keys(errors.spec ?? {})),
    )(event);
  }

  return (
    <FormProvider {...fields}>
      <form
        ref={formRef}
        noValidate
        onSubmit={submit}
        aria-label={t('title')}
        className="flex flex-1 flex-col"
      >
        <div className="mb-4 grid grid-cols-[minmax(0,1fr)_376px] items-start gap-4 narrow:grid-cols-[minmax(0,1fr)]">
          <Panel aria-label={t('title')}>
            <BasicSection facts={facts} />
            <SizeSection machine={facts.machine} />
            <AdvancedSection isOpen={isAdvancedOpen} onOpenChange={setAdvancedOpen} />
          </Panel>
          <ChangesPanel facts={facts} />
        </div>
        <SubmitBar
          verb={t('startDeploying')}
          isPending={deploy.isPending || deploy.isSuccess}
          cancelPath={servicePath(facts.service.id)}
          note={
            <BarNote service={facts.service} error={deploy.error}>
              <span className="text-ink-3 phone:hidden">{t('leave')}</span>
            </BarNote>
          }
        />
      </form>
    </FormProvider>
  );
}
