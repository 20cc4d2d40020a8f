'use client';
import { useTranslations } from 'use-intl/react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Field } from '#components/ui/field.tsx';
import { TextInput } from '#components/ui/text-input.tsx';

/** The only time that a token is seen. It is nowhere but in this element. */
export function CreatedToken({ token }: { token: string }) {
  const t = useTranslations('tokens');
  return (
    <div className="grid gap-3">
      <p role="status">{t('onceHint')}</p>
      <Field label={t('tokenLabel')}>
        <TextInput
          readOnly
          value={token}
          onFocus={(event) => event.currentTarget.select()}
          inputClassName="font-mono text-xs"
          autoComplete="off"
          spellCheck={false}
          end={<CopyButton text={token} label={t('copy')} />}
        />
      </Field>
    </div>
  );
}
