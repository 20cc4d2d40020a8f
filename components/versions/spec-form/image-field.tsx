'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SuggestInput } from '#components/ui/suggest-input.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import {
  type EngineImage,
  findImage,
  megabytesOf,
  suggestionsOf,
} from '#components/versions/spec-form/image-choice.ts';
import { isStatefulImage } from '#server/domain/stateful-image.ts';

type ImageFieldProps = { image: string; onChange: (image: string) => void; images: readonly EngineImage[] };

/** A reference to any image, with what the engine knows of it. Databases are let through, with a warning (S3-6). */
export function ImageField({ image, onChange, images }: ImageFieldProps) {
  const t = useTranslations('specForm');
  const issues = useTranslations('issues');
  const { errorAt } = useFields();
  return (
    <Field layout="row" label={t('image')} error={errorAt('spec.source.image')}>
      <SuggestInput
        value={image}
        onChange={onChange}
        suggestions={suggestionsOf(images)}
        placeholder={t('imagePlaceholder')}
        inputClassName="font-mono text-xs"
        end={<Presence image={image} images={images} />}
      />
      {isStatefulImage(image) ? (
        <Notice kind="fail" className="mt-1 text-xs">
          {issues('stateful_image')}
        </Notice>
      ) : null}
    </Field>
  );
}

/** Whether the engine has it already. */
function Presence({ image, images }: { image: string; images: readonly EngineImage[] }) {
  const t = useTranslations('specForm');
  const found = findImage(images, image);
  if (image.trim() === '') return null;
  if (!found) return <span className="flex-none text-ink-3 text-xs phone:hidden">{t('imageToPull')}</span>;
  return (
    <span className="flex flex-none items-center gap-2 text-ink-3 text-xs">
      <Check className="size-3.5 text-ok" aria-hidden />
      {t('imageFound', { size: megabytesOf(found) })}
    </span>
  );
}
