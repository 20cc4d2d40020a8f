'use client';
import { useTranslations } from 'use-intl/react';
import { ProviderCheck } from '#components/settings/sign-on/provider-check.tsx';
import type { SignOnPart } from '#components/settings/sign-on/sign-on-fields.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Field } from '#components/ui/field.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { PasswordField } from '#components/ui/password-field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';

type ProviderSectionProps = SignOnPart & { callbackUrl: string; hasSecret: boolean };

export function ProviderSection({ callbackUrl, hasSecret, ...part }: ProviderSectionProps) {
  const t = useTranslations('signOn');
  const { fields, change, errors } = part;
  return (
    <PanelSection title={t('provider')}>
      <div className="grid max-w-140 gap-3">
        <CallbackUrl url={callbackUrl} />
        <TextField
          layout="row"
          label={t('issuer')}
          hint={t('issuerHint')}
          type="url"
          spellCheck={false}
          value={fields.issuer}
          onChange={(event) => change({ issuer: event.target.value })}
          error={errors.issuer}
        />
        <ProviderCheck issuer={fields.issuer} />
        <TextField
          layout="row"
          label={t('clientId')}
          spellCheck={false}
          autoComplete="off"
          value={fields.clientId}
          onChange={(event) => change({ clientId: event.target.value })}
          error={errors.clientId}
        />
        <Client {...part} hasSecret={hasSecret} />
      </div>
    </PanelSection>
  );
}

/** To be entered with the provider. */
function CallbackUrl({ url }: { url: string }) {
  const t = useTranslations('signOn');
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-4 phone:grid-cols-1">
      <span className="py-1.5 leading-5">{t('callback')}</span>
      <div>
        <div className="flex items-center gap-1 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
          <code className="min-w-0 flex-1 break-all text-ink text-xs">{url}</code>
          <CopyButton text={url} label={t('copyCallback')} />
        </div>
        <p className="mt-1 text-ink-3 text-xs">{t('callbackHint')}</p>
      </div>
    </div>
  );
}

function Client({ fields, change, errors, hasSecret }: SignOnPart & { hasSecret: boolean }) {
  const t = useTranslations('signOn');
  return (
    <>
      <Field layout="row" label={t('client')} hint={fields.client === 'public' ? t('publicHint') : undefined}>
        <Segmented
          aria-label={t('client')}
          value={fields.client}
          onChange={(client) => change({ client, secret: '' })}
          options={[
            { value: 'secret', label: t('withSecret') },
            { value: 'public', label: t('public') },
          ]}
        />
      </Field>
      {fields.client === 'public' ? null : (
        <PasswordField
          layout="row"
          label={t('secret')}
          hint={hasSecret ? t('secretKept') : undefined}
          autoComplete="off"
          value={fields.secret}
          onChange={(event) => change({ secret: event.target.value })}
          error={errors['clientSecret.value'] ?? errors.clientSecret}
        />
      )}
    </>
  );
}
