'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { KeptSecret } from '#components/versions/spec-form/kept-secret.tsx';
import type { SpecInput } from '#server/domain/spec.ts';

type Token = Extract<SpecInput['source'], { kind: 'repository' }>['token'];

type TokenFieldProps = { token: Token; onChange: (token: Token) => void; error: string | undefined };

/** 访问令牌: goes in and never comes out; one that was kept may be replaced or left out. */
export function TokenField({ token, onChange, error }: TokenFieldProps) {
  const t = useTranslations('specForm');
  const [kept] = useState(token?.kind === 'secret' ? token : null);
  if (token?.kind === 'secret') {
    return (
      <FieldGroup label={t('token')} error={error}>
        <div className="flex flex-wrap items-center gap-2">
          <KeptSecret name={t('token')} onReplace={() => onChange({ kind: 'new-secret', value: '' })} />
          <Button intent="quiet" onClick={() => onChange(null)}>
            {t('tokenRemove')}
          </Button>
        </div>
      </FieldGroup>
    );
  }
  return (
    <TextField
      layout="row"
      label={t('token')}
      hint={t('tokenHint')}
      error={error}
      type="password"
      autoComplete="new-password"
      value={token?.value ?? ''}
      onChange={({ target }) =>
        onChange(target.value === '' ? null : { kind: 'new-secret', value: target.value })
      }
      end={
        kept === null ? undefined : (
          <Button intent="row" size="row" onClick={() => onChange(kept)}>
            {t('keepSaved')}
          </Button>
        )
      }
    />
  );
}
