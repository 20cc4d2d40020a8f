'use client';
import { Plus, X } from 'lucide-react';
import { type ClipboardEvent, useState } from 'react';
import { useFieldArray } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup, FieldMessage } from '#components/ui/field-group.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { readEnvLines, withPasted } from '#components/versions/new-version/env-lines.ts';
import { useFields } from '#components/versions/new-version/form.ts';

/** 环境变量: a row each; lines of KEY=VALUE pasted into a name become rows of their own. */
export function EnvRows() {
  const t = useTranslations('newVersion');
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

function EnvRow({
  index,
  onRemove,
  onPaste,
}: {
  index: number;
  onRemove: () => void;
  onPaste: (event: ClipboardEvent) => void;
}) {
  const t = useTranslations('newVersion');
  const { register, getValues, errorAt } = useFields();
  const path = `spec.env.${index}` as const;
  return (
    <li className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2 phone:grid-cols-[minmax(0,1fr)_auto]">
      <EnvInput
        {...register(`${path}.name`)}
        label={t('envName', { number: index + 1 })}
        placeholder={t('envNamePlaceholder')}
        error={errorAt(`${path}.name`)}
        onPaste={onPaste}
      />
      <EnvInput
        {...register(`${path}.value`)}
        label={t('envValue', { number: index + 1 })}
        placeholder={t('envValuePlaceholder')}
        error={errorAt(`${path}.value`)}
        className="phone:col-start-1 phone:row-start-2"
      />
      <Button
        intent="quiet"
        size="icon"
        aria-label={t('envRemove', { name: getValues(`${path}.name`) || index + 1 })}
        onClick={onRemove}
      >
        <X className="size-4" aria-hidden />
      </Button>
    </li>
  );
}

type EnvInputProps = Omit<Parameters<typeof TextInput>[0], 'className'> & {
  label: string;
  error: string | undefined;
  className?: string;
};

function EnvInput({ label, error, className, name, ...input }: EnvInputProps) {
  const errorId = `${name}-error`;
  return (
    <div className={className}>
      <TextInput
        {...input}
        name={name}
        aria-label={label}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        inputClassName="font-mono text-xs"
        autoComplete="off"
        spellCheck={false}
      />
      {error === undefined ? null : <FieldMessage id={errorId}>{error}</FieldMessage>}
    </div>
  );
}
