'use client';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { SuggestInput } from '#components/ui/suggest-input.tsx';
import { useFields } from '#components/versions/new-version/form.ts';
import {
  type EngineImage,
  findImage,
  megabytesOf,
  samplesOf,
  suggestionsOf,
} from '#components/versions/new-version/image-choice.ts';
import { isSampleImage } from '#server/domain/spec.ts';

type Source = 'demo' | 'image';

const IMAGE = 'spec.source.image';

/** 来源 Demo or 镜像, and which one. */
export function ImageFields({
  images,
  runner,
}: {
  images: readonly EngineImage[];
  runner: 'docker' | 'embedded' | undefined;
}) {
  const t = useTranslations('newVersion');
  const { control, setValue, formState } = useFields();
  const image = useWatch({ control, name: IMAGE });
  const [source, setSource] = useState<Source>(isSampleImage(image) ? 'demo' : 'image');
  const [others, setOthers] = useState<Record<Source, string>>({
    demo: samplesOf(images, '')[0] ?? '',
    image: '',
  });

  function change(next: string): void {
    setValue(IMAGE, next, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  }

  /** Coming back finds what was chosen there before. */
  function switchTo(next: Source): void {
    setOthers({ ...others, [source]: image });
    setSource(next);
    setValue(IMAGE, others[next], { shouldDirty: true });
  }

  return (
    <>
      <Field layout="row" label={t('source')} hint={runner === 'embedded' ? t('onlyDemo') : undefined}>
        <Segmented
          value={source}
          onChange={switchTo}
          options={[
            { value: 'demo', label: t('sourceDemo') },
            { value: 'image', label: t('sourceImage'), isDisabled: runner === 'embedded' },
          ]}
        />
      </Field>
      {source === 'demo' ? (
        <SampleField image={image} onChange={change} images={images} />
      ) : (
        <ImageField image={image} onChange={change} images={images} />
      )}
    </>
  );
}

type ChoiceProps = { image: string; onChange: (image: string) => void; images: readonly EngineImage[] };

function SampleField({ image, onChange, images }: ChoiceProps) {
  const t = useTranslations('newVersion');
  const { errorAt } = useFields();
  return (
    <Field layout="row" label={t('demo')} hint={t('sourceHint')} error={errorAt(IMAGE)}>
      <Select
        value={image}
        onChange={onChange}
        options={samplesOf(images, image).map((sample) => ({
          value: sample,
          label: <span className="font-mono text-xs">{sample}</span>,
        }))}
        className="w-64 phone:w-full"
      />
    </Field>
  );
}

function ImageField({ image, onChange, images }: ChoiceProps) {
  const t = useTranslations('newVersion');
  const { errorAt } = useFields();
  return (
    <Field layout="row" label={t('image')} error={errorAt(IMAGE)}>
      <SuggestInput
        value={image}
        onChange={onChange}
        suggestions={suggestionsOf(images)}
        placeholder={t('imagePlaceholder')}
        inputClassName="font-mono text-xs"
        end={<Presence image={image} images={images} />}
      />
    </Field>
  );
}

/** Whether the engine has it already. */
function Presence({ image, images }: { image: string; images: readonly EngineImage[] }) {
  const t = useTranslations('newVersion');
  const found = findImage(images, image);
  if (image.trim() === '') return null;
  if (!found) return <span className="flex-none text-ink-3 text-xs">{t('imageToPull')}</span>;
  return (
    <span className="flex flex-none items-center gap-2 text-ink-3 text-xs">
      <Check className="size-3.5 text-ok" aria-hidden />
      {t('imageFound', { size: megabytesOf(found) })}
    </span>
  );
}
