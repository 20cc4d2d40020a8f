'use client';
import { useController } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { LinesInput } from '#components/versions/spec-form/lines-input.tsx';

type CommandFieldProps = {
  name:
    | 'spec.command'
    | 'spec.args'
    | 'spec.probe.command'
    | `spec.${'liveness' | 'readiness'}.check.command`
    | 'spec.postStart'
    | 'spec.preStop';
  label: string;
  hint: string;
};

/** Program and arguments, one a line: no shell is asked. */
export function CommandField({ name, label, hint }: CommandFieldProps) {
  const { control, errorAt } = useFields();
  const { field } = useController({ control, name });
  const lineErrors = field.value.map((_, index) => errorAt(`${name}.${index}`));
  return (
    <Field
      layout="row"
      label={label}
      hint={hint}
      error={errorAt(name) ?? lineErrors.find((error) => error !== undefined)}
    >
      <LinesInput lines={field.value} onChange={field.onChange} />
    </Field>
  );
}
