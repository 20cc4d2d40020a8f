'use client';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { PackageDrop } from '#components/versions/spec-form/package-drop.tsx';
import { PackageState } from '#components/versions/spec-form/package-state.tsx';
import type { Parcel } from '#components/versions/spec-form/upload-package.ts';
import type { Upload } from '#components/versions/spec-form/use-upload.ts';
import { CODE_SAMPLES } from '#server/domain/sample-code.ts';

type PackageFieldsProps = { upload: Upload; runner: 'docker' | 'embedded' };

/** 本地代码: a folder or a zip, uploaded as soon as it is chosen. */
export function PackageFields({ upload, runner }: PackageFieldsProps) {
  const t = useTranslations('specForm');
  const { control, errorAt } = useFields();
  const fileName = useWatch({ control, name: 'spec.source.fileName' });
  const [kind, setKind] = useState<Parcel['kind']>('folder');
  const [areModulesWanted, setModulesWanted] = useState(false);
  return (
    <>
      <Field layout="row" label={t('fileKind')}>
        <Segmented
          value={kind}
          onChange={setKind}
          options={[
            { value: 'folder', label: t('folder') },
            { value: 'zip', label: t('zip') },
          ]}
        />
      </Field>
      {kind === 'folder' ? (
        <FieldGroup label={t('leftOut')} hint={t('leftOutHint')}>
          <span className="flex h-(--size-control) items-center gap-2 text-sm">
            <Switch checked={areModulesWanted} onChange={setModulesWanted} aria-label={t('withModules')} />
            <span aria-hidden>{t('withModules')}</span>
          </span>
        </FieldGroup>
      ) : null}
      <FieldGroup label={t('attachment')} error={errorAt('spec.source.packageId')}>
        <PackageDrop
          kind={kind}
          areModulesWanted={areModulesWanted}
          isInvalid={errorAt('spec.source.packageId') !== undefined}
          onParcel={(parcel) => void upload.send(parcel)}
        />
        <PackageState upload={upload} runner={runner} keptName={fileName} />
        <Samples />
      </FieldGroup>
    </>
  );
}

/** Something to begin with, in each language that is built without a Dockerfile. */
function Samples() {
  const t = useTranslations('specForm');
  return (
    <p className="mt-2 flex flex-wrap gap-x-3 text-ink-3 text-xs">
      {t('sampleCode')}
      {CODE_SAMPLES.map((sample) => (
        <a
          key={sample}
          href={`/samples/${sample}.zip`}
          download
          className="whitespace-nowrap text-primary hover:underline"
        >
          {t(`samples.${sample}`)}
        </a>
      ))}
    </p>
  );
}
