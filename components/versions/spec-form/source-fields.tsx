'use client';
// 上传方式 and what belongs to it: 镜像拉取, 本地代码, 代码库拉取. Switching keeps what was typed in each, and an upload
// goes on meanwhile.
import { useRef } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { BuildFields } from '#components/versions/spec-form/build-fields.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import type { EngineImage } from '#components/versions/spec-form/image-choice.ts';
import { ImageFields } from '#components/versions/spec-form/image-fields.tsx';
import { PackageFields } from '#components/versions/spec-form/package-fields.tsx';
import type { PackageFacts } from '#components/versions/spec-form/package-outcome.ts';
import { RepositoryFields } from '#components/versions/spec-form/repository-fields.tsx';
import { useUpload } from '#components/versions/spec-form/use-upload.ts';
import type { SpecInput } from '#server/domain/spec.ts';

type Source = SpecInput['source'];
type Kind = Source['kind'];

export type SourceFacts = {
  service: { id: string; environmentId: string };
  images: readonly EngineImage[];
  machine: { runner: 'docker' | 'embedded' } | null;
};

const KINDS = ['image', 'package', 'repository'] as const satisfies Kind[];

const PLACE = { dockerfile: 'Dockerfile', directory: '/' };

const BLANK = {
  image: { kind: 'image', image: '', credentialId: null, asOf: null },
  package: { kind: 'package', packageId: '', fileName: '', ...PLACE },
  repository: { kind: 'repository', url: '', branch: 'main', asOf: null, token: null, ...PLACE },
} as const satisfies Record<Kind, Source>;

export function SourceFields({ facts }: { facts: SourceFacts }) {
  const t = useTranslations();
  const { kind, switchTo, upload } = useSource(facts.service.id);
  return (
    <>
      <Field layout="row" label={t('versionDetail.uploadType')} hint={t(`specForm.uploadHint.${kind}`)}>
        <Segmented
          value={kind}
          onChange={switchTo}
          options={KINDS.map((value) => ({ value, label: t(`versionDetail.uploadTypes.${value}`) }))}
          className="phone:w-full"
        />
      </Field>
      {kind === 'image' ? <ImageFields facts={facts} /> : null}
      {kind === 'package' ? (
        <PackageFields upload={upload} runner={facts.machine?.runner ?? 'docker'} />
      ) : null}
      {kind === 'repository' ? <RepositoryFields /> : null}
      {kind === 'image' ? null : <BuildFields />}
    </>
  );
}

function useSource(serviceId: string) {
  const { control, getValues, setValue, clearErrors, formState } = useFields();
  const kind = useWatch({ control, name: 'spec.source.kind' });
  const others = useRef<Partial<Record<Kind, Source>>>({});
  /** The package that a new upload is to take the place of. */
  const kept = useRef<Pick<PackageFacts, 'packageId' | 'fileName'>>(undefined);

  function switchTo(next: Kind): void {
    const { source } = getValues('spec');
    others.current[source.kind] = source;
    clearErrors('spec.source');
    setValue('spec.source', others.current[next] ?? BLANK[next], { shouldDirty: true });
  }

  /** While other code is on its way, nothing goes out: not what was there before it either. */
  function letGo(): void {
    const { source } = getValues('spec');
    if (source.kind !== 'package') return;
    if (source.packageId !== '') kept.current = { packageId: source.packageId, fileName: source.fileName };
    setValue('spec.source', { ...source, packageId: '' }, { shouldDirty: true });
  }

  function takeBack(): void {
    if (kept.current) take(kept.current);
  }

  function take({ packageId, fileName }: Pick<PackageFacts, 'packageId' | 'fileName'>): void {
    const { source } = getValues('spec');
    const before = source.kind === 'package' ? source : (others.current.package ?? BLANK.package);
    const next = { ...before, packageId, fileName } as Source;
    if (source.kind !== 'package') others.current.package = next;
    else setValue('spec.source', next, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  }

  const upload = useUpload(serviceId, { onBegin: letGo, onDone: take, onCancel: takeBack });
  return { kind, switchTo, upload };
}
