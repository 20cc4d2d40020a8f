'use client';
import { useId } from 'react';
import { FieldMessage } from '#components/ui/field-group.tsx';
import { TextInput } from '#components/ui/text-input.tsx';

type EnvInputProps = Omit<Parameters<typeof TextInput>[0], 'className'> & {
  label: string;
  error: string | undefined;
  className?: string;
};

/** Name or value of a variable, with what is wrong below it. */
export function EnvInput({ label, error, className, ...input }: EnvInputProps) {
  const errorId = useId();
  return (
    <div className={className}>
      <TextInput
        autoComplete="off"
        spellCheck={false}
        {...input}
        aria-label={label}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        inputClassName="font-mono text-xs"
      />
      {error === undefined ? null : <FieldMessage id={errorId}>{error}</FieldMessage>}
    </div>
  );
}
