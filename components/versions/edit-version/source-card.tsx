'use client';
import { ArrowRight } from 'lucide-react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { useSourceText } from '#components/versions/edit-version/use-source-text.ts';
import { useFields } from '#components/versions/spec-form/form.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

type SourceCardProps = { before: VersionSpec['source']; onUpdate: () => void; onRevoke: () => void };

/** The image or code, read-only; what is staged stands beside it and can be taken back. */
export function SourceCard({ before, onUpdate, onRevoke }: SourceCardProps) {
  const t = useTranslations('editVersion');
  const { control, formState } = useFields();
  const source = useWatch({ control, name: 'spec.source' });
  const sourceText = useSourceText();
  const isStaged = JSON.stringify(source) !== JSON.stringify(before);
  const isWrong = formState.errors.spec?.source !== undefined;
  return (
    <FieldGroup label={t('imageInfo')} error={isWrong ? t('sourceWrong') : undefined}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line bg-sunken px-3 py-2">
        <p className="min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">
          {isStaged ? (
            <>
              <del className="text-ink-3">{sourceText(before)}</del>{' '}
              <ArrowRight className="inline size-3 text-ink-3" aria-hidden />{' '}
              <ins className="font-strong text-ink no-underline">
                {sourceText(source) === sourceText(before) ? t('sourceNewest') : sourceText(source)}
              </ins>
            </>
          ) : (
            sourceText(source)
          )}
        </p>
        <Button size="sm" aria-invalid={isWrong || undefined} onClick={onUpdate}>
          {t('updateImage')}
        </Button>
        {isStaged ? (
          <Button size="sm" intent="quiet" onClick={onRevoke}>
            {t('revoke')}
          </Button>
        ) : null}
      </div>
      <p role="status" className="mt-1 text-ink-3 text-xs">
        {isStaged ? t('staged') : ''}
      </p>
    </FieldGroup>
  );
}
