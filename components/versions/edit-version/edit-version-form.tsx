'use client';
import { type FormEvent, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { versionPath } from '#components/services/service-paths.ts';
import { Panel } from '#components/ui/panel.tsx';
import { BarHint } from '#components/versions/edit-version/bar-hint.tsx';
import { BasicFields } from '#components/versions/edit-version/basic-fields.tsx';
import { EditChangesPanel } from '#components/versions/edit-version/edit-changes-panel.tsx';
import { useEditFields } from '#components/versions/edit-version/form.ts';
import { RiskNotes } from '#components/versions/edit-version/risk-notes.tsx';
import { StageSourceDialog } from '#components/versions/edit-version/stage-source-dialog.tsx';
import type { EditFacts } from '#components/versions/edit-version/use-edit-facts.ts';
import { useRedeploy } from '#components/versions/edit-version/use-redeploy.ts';
import { AdvancedSection, hasFolded } from '#components/versions/spec-form/advanced-section.tsx';
import { BarNote } from '#components/versions/spec-form/bar-note.tsx';
import { isFilled } from '#components/versions/spec-form/env-lines.ts';
import { roomForUpdate } from '#components/versions/spec-form/machine-room.ts';
import { SizeSection } from '#components/versions/spec-form/size-section.tsx';
import { SubmitBar } from '#components/versions/spec-form/submit-bar.tsx';
import { useFocusFirstInvalid } from '#components/versions/spec-form/use-focus-first-invalid.ts';
import type { SpecInput } from '#server/domain/spec.ts';

export function EditVersionForm({ facts }: { facts: EditFacts }) {
  const t = useTranslations('editVersion');
  const { service, version } = facts;
  // What the editing began on: the page hears of changes, the form does not follow them unseen.
  const [begun] = useState({ spec: version.spec, snapshotNumber: version.snapshotNumber });
  const fields = useEditFields(begun.spec);
  const { formRef, focusFirstInvalid } = useFocusFirstInvalid<HTMLFormElement>();
  const [isAdvancedOpen, setAdvancedOpen] = useState(true);
  const [isStaging, setStaging] = useState(false);
  const redeploy = useRedeploy(service.id, fields, showInvalid);

  function showInvalid(names: readonly (string | number | undefined)[]): void {
    if (hasFolded(names)) setAdvancedOpen(true);
    focusFirstInvalid();
  }

  function stage(source: SpecInput['source']): void {
    fields.clearErrors('spec.source');
    fields.setValue('spec.source', source, { shouldDirty: true });
    setStaging(false);
  }

  function submit(event: FormEvent): void {
    const { env } = fields.getValues('spec');
    if (!env.every(isFilled)) fields.setValue('spec.env', env.filter(isFilled));
    const target = { versionId: version.id, fromSnapshotNumber: begun.snapshotNumber };
    void fields.handleSubmit(
      ({ spec }) => redeploy.mutate({ ...target, spec }),
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
            <BasicFields
              before={begun.spec.source}
              onUpdate={() => setStaging(true)}
              onRevoke={() => stage(begun.spec.source)}
            />
            <SizeSection machine={facts.machine && roomForUpdate(facts.machine, version)} />
            <AdvancedSection isOpen={isAdvancedOpen} onOpenChange={setAdvancedOpen} />
            <RiskNotes />
          </Panel>
          <EditChangesPanel before={begun.spec} name={version.name} />
        </div>
        <SubmitBar
          verb={t('saveAndRedeploy')}
          isPending={redeploy.isPending || redeploy.isSuccess}
          cancelPath={versionPath(service.id, version.id)}
          note={
            <BarNote service={service} error={redeploy.error}>
              <BarHint isStale={version.snapshotNumber !== begun.snapshotNumber} name={version.name} />
            </BarNote>
          }
        />
      </form>
      <StageSourceDialog
        isOpen={isStaging}
        facts={facts}
        spec={fields.getValues('spec')}
        onStage={stage}
        onClose={() => setStaging(false)}
      />
    </FormProvider>
  );
}
