'use client';
import { useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { CredentialField } from '#components/versions/spec-form/credential-field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { type EngineImage, samplesOf } from '#components/versions/spec-form/image-choice.ts';
import { ImageField } from '#components/versions/spec-form/image-field.tsx';
import type { SourceFacts } from '#components/versions/spec-form/source-fields.tsx';
import { isSampleImage } from '#server/domain/image-reference.ts';

type Origin = 'demo' | 'image';

const IMAGE = 'spec.source.image';

/** 来源 Demo or 镜像, and which one. */
export function ImageFields({ facts: { service, images, machine } }: { facts: SourceFacts }) {
  const t = useTranslations('specForm');
  const { image, origin, change, switchTo } = useImage(images);
  const isEmbedded = machine?.runner === 'embedded';
  return (
    <>
      <Field layout="row" label={t('source')} hint={isEmbedded ? t('onlyDemo') : undefined}>
        <Segmented
          value={origin}
          onChange={switchTo}
          options={[
            { value: 'demo', label: t('sourceDemo') },
            { value: 'image', label: t('sourceImage'), isDisabled: isEmbedded },
          ]}
        />
      </Field>
      {origin === 'demo' ? (
        <SampleField image={image} onChange={change} images={images} />
      ) : (
        <>
          <ImageField image={image} onChange={change} images={images} />
          <CredentialField environmentId={service.environmentId} image={image} />
        </>
      )}
    </>
  );
}

function useImage(images: readonly EngineImage[]) {
  const { control, getValues, setValue, formState } = useFields();
  const credential = useRef<string | null>(null);
  const image = useWatch({ control, name: IMAGE });
  const [origin, setOrigin] = useState<Origin>(image === '' || isSampleImage(image) ? 'demo' : 'image');
  const [others, setOthers] = useState<Record<Origin, string>>({
    demo: samplesOf(images, '')[0] ?? '',
    image: '',
  });

  function change(next: string): void {
    setValue(IMAGE, next, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  }

  /** Coming back finds what was chosen there before. */
  function switchTo(next: Origin): void {
    const { source } = getValues('spec');
    if (origin === 'image' && source.kind === 'image') credential.current = source.credentialId;
    setOthers({ ...others, [origin]: image });
    setOrigin(next);
    setValue(IMAGE, others[next], { shouldDirty: true });
    setValue('spec.source.credentialId', next === 'demo' ? null : credential.current);
  }

  return { image, origin, change, switchTo };
}

type SampleFieldProps = {
  image: string;
  onChange: (image: string) => void;
  images: readonly EngineImage[];
};

function SampleField({ image, onChange, images }: SampleFieldProps) {
  const t = useTranslations('specForm');
  const { errorAt } = useFields();
  return (
    <Field layout="row" label={t('demo')} hint={t('sourceHint')} error={errorAt(IMAGE)}>
      <Select
        value={image === '' ? null : image}
        onChange={onChange}
        placeholder={t('demoPlaceholder')}
        options={samplesOf(images, image).map((sample) => ({
          value: sample,
          label: <span className="font-mono text-xs">{sample}</span>,
        }))}
        className="w-64 phone:w-full"
      />
    </Field>
  );
}
