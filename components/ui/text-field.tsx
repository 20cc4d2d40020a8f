'use client';
import type { ComponentProps } from 'react';
import { Field } from '#components/ui/field.tsx';
import { TextInput } from '#components/ui/text-input.tsx';

type TextFieldProps = Omit<ComponentProps<typeof TextInput>, 'className'> &
  Pick<ComponentProps<typeof Field>, 'label' | 'hint' | 'error' | 'layout'> & {
    className?: string;
    boxClassName?: string;
  };

/** A labelled line of text. `ref` and the rest go to the input, so react-hook-form's `register` fits. */
export function TextField({ label, hint, error, layout, className, boxClassName, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} layout={layout} className={className}>
      <TextInput {...input} className={boxClassName} />
    </Field>
  );
}
