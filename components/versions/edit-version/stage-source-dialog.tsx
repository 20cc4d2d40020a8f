'use client';
import type { FormEvent } from 'react';
import { FormProvider } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
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

/** 更新镜像信息: submitting it stages the new source and deploys nothing (S2-13, S2-14). */
export function StageSourceDialog({ isOpen, onClose, ...content }: StageSourceProps & { isOpen: boolean }) {
  const t = useTranslations('editVersion');
  return (
    <Dialog isOpen={isOpen} onOpenChange={(open) => open || onClose()} title={t('updateImage')}>
      <StageSource {...content} onClose={onClose} />
    </Dialog>
  );
}

/** Mounted anew with every opening: it begins on what is staged by then. */
function StageSource({ facts, spec, onStage, onClose }: StageSourceProps) {
  const t = useTranslations('editVersion');
  const common = useTranslations('common');
  const fields = useStagingFields(spec);
  const { formRef, focusFirstInvalid } = useFocusFirstInvalid<HTMLFormElement>();

  function stage(event: FormEvent): void {
    void fields.handleSubmit((checked) => onStage(checked.spec.source), focusFirstInvalid)(event);
  }

  return (
    <FormProvider {...fields}>
      <form
        ref={formRef}
        noValidate
        onSubmit={stage}
        aria-label={t('updateImage')}
        className="-mx-6 phone:-mx-4"
      >
        <div className="grid gap-3 px-6 phone:px-4">
          <SourceFields facts={facts} />
        </div>
        <DialogFooter reason={t('stagedOnly')}>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" intent="primary">
            {t('stage')}
          </Button>
        </DialogFooter>
      </form>
    </FormProvider>
  );
}
