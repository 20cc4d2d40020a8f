'use client';
import { type FormEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useStagingFields } from '#components/versions/edit-version/form.ts';
import { type SourceFacts, SourceFields } from '#components/versions/spec-form/source-fields.tsx';
import { useFocusFirstInvalid } from '#components/versions/spec-form/use-focus-first-invalid.ts';
import type { SpecInput } from '#server/domain/spec.ts';

type StageSourceProps = {
  facts: SourceFacts;
  spec: SpecInput;
  onStage: (source: SpecInput['source']) => void;
  onClose: () => void;
};

/** 更新镜像信息: submitting it stages the new source and deploys nothing (S2-13, S2-14). Esc asks when it was changed. */
export function StageSourceDialog({ isOpen, onClose, ...content }: StageSourceProps & { isOpen: boolean }) {
  const t = useTranslations('editVersion');
  const formId = useId();
  const isChanged = useRef(false);
  const [isAsking, setAsking] = useState(false);

  function close(): void {
    setAsking(false);
    onClose();
  }

  function leave(): void {
    if (isChanged.current) setAsking(true);
    else close();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => open || leave()}
      title={t('updateImage')}
      footer={
        isAsking ? (
          <Asking onDiscard={close} onKeep={() => setAsking(false)} />
        ) : (
          <Footer formId={formId} onClose={close} />
        )
      }
    >
      <StageSource {...content} id={formId} isChanged={isChanged} />
    </Dialog>
  );
}

type StagingProps = Omit<StageSourceProps, 'onClose'> & {
  /** Told to the dialog around it, which closes or asks. */
  isChanged: RefObject<boolean>;
  id: string;
};

/** Mounted anew with every opening: it begins on what is staged by then. */
function StageSource({ facts, spec, onStage, isChanged, id }: StagingProps) {
  const t = useTranslations('editVersion');
  const fields = useStagingFields(spec);
  const { isDirty } = fields.formState;
  const { formRef, focusFirstInvalid } = useFocusFirstInvalid<HTMLFormElement>();
  useEffect(() => {
    isChanged.current = isDirty;
  }, [isChanged, isDirty]);

  function stage(event: FormEvent): void {
    void fields.handleSubmit(({ spec: { source } }) => onStage(asOfNow(source)), focusFirstInvalid)(event);
  }

  return (
    <FormProvider {...fields}>
      <form
        ref={formRef}
        id={id}
        noValidate
        onSubmit={stage}
        aria-label={t('updateImage')}
        className="grid gap-3"
      >
        <SourceFields facts={facts} />
      </form>
    </FormProvider>
  );
}

/** Whoever updates the image wants what its tag or branch leads to now, also where the name stays the same. */
function asOfNow(source: SpecInput['source']): SpecInput['source'] {
  return source.kind === 'package' ? source : { ...source, asOf: Date.now() };
}

function Footer({ formId, onClose }: { formId: string; onClose: () => void }) {
  const t = useTranslations('editVersion');
  const common = useTranslations('common');
  return (
    <DialogFooter reason={t('stagedOnly')}>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={formId} intent="primary">
        {t('stage')}
      </Button>
    </DialogFooter>
  );
}

function Asking({ onDiscard, onKeep }: { onDiscard: () => void; onKeep: () => void }) {
  const t = useTranslations('editVersion');
  return (
    <DialogFooter reason={<Notice kind="fail">{t('notStaged')}</Notice>}>
      <Button intent="danger" onClick={onDiscard}>
        {t('discard')}
      </Button>
      <Button onClick={onKeep}>{t('keepEditing')}</Button>
    </DialogFooter>
  );
}
