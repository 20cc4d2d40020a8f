'use client';
import { Plus } from 'lucide-react';
import { type ClipboardEvent, useState } from 'react';
import { useFieldArray } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { readEnvLines, withPasted } from '#components/versions/spec-form/env-lines.ts';
import { EnvRow } from '#components/versions/spec-form/env-row.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';

/** 环境变量: a row each; lines of KEY=VALUE pasted into a name become rows of their own. */
export function EnvRows() {
  const t = useTranslations('specForm');
  const { control, getValues, errorAt } = useFields();
  const rows = useFieldArray({ control, name: 'spec.env' });
  const [pasted, setPasted] = useState(0);

  function paste(index: number, event: ClipboardEvent): void {
    const entries = readEnvLines(event.clipboardData.getData('text/plain'));
    if (!entries) return;
    event.preventDefault();
    rows.replace(withPasted(getValues('spec.env'), index, entries));
    setPasted(entries.length);
  }

  return (
    <FieldGroup label={t('env')} hint={t('envHint')} error={errorAt('spec.env')}>
      {rows.fields.length === 0 ? null : (
        <ul className="mb-2 grid gap-2">
          {rows.fields.map((row, index) => (
            <EnvRow
              key={row.id}
              index={index}
              onRemove={() => rows.remove(index)}
              onPaste={(event) => paste(index, event)}
            />
          ))}
        </ul>
      )}
      <Button onClick={() => rows.append({ kind: 'plain', name: '', value: '' })}>
        <Plus className="size-4" aria-hidden />
        {t('envAdd')}
      </Button>
      <span role="status" className="ml-3 text-ink-3 text-xs">
        {pasted === 0 ? '' : t('envPasted', { count: pasted })}
      </span>
    </FieldGroup>
  );
}
