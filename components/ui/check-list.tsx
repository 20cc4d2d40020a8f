'use client';
import { Checkbox } from '@base-ui/react/checkbox';
import { CheckboxGroup } from '@base-ui/react/checkbox-group';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';

type CheckListProps<Value extends string> = {
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  options: readonly { value: Value; label: ReactNode; hint?: ReactNode }[];
  /** Id of what names the group. */
  'aria-labelledby': string;
  isInvalid?: boolean;
};

/** Any number of several, one below the other. */
export function CheckList<Value extends string>({
  value,
  onChange,
  options,
  isInvalid,
  ...labels
}: CheckListProps<Value>) {
  return (
    <CheckboxGroup
      {...labels}
      value={[...value]}
      onValueChange={(next) => onChange(options.map((of) => of.value).filter((of) => next.includes(of)))}
      className="grid gap-1.5"
    >
      {options.map((option) => (
        <CheckOption key={option.value} {...option} isInvalid={isInvalid} />
      ))}
    </CheckboxGroup>
  );
}

type CheckOptionProps = { value: string; label: ReactNode; hint?: ReactNode; isInvalid: boolean | undefined };

function CheckOption({ value, label, hint, isInvalid }: CheckOptionProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
    <label className="grid cursor-pointer grid-cols-[16px_1fr] gap-x-2.5">
      <Checkbox.Root
        value={value}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={isInvalid || undefined}
        className="mt-0.5 inline-grid size-4 place-items-center rounded-sm border border-control bg-surface data-checked:border-primary-fill data-checked:bg-primary-fill aria-invalid:not-data-checked:border-fail"
      >
        <Checkbox.Indicator className="text-on-fill">
          <Check aria-hidden className="size-3.5" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span id={`${id}-label`} className="text-ink">
        {label}
      </span>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="col-start-2 text-ink-3 text-xs">
          {hint}
        </span>
      )}
    </label>
  );
}
