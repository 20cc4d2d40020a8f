'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import { cn } from '#components/ui/cn.ts';

type Choice<Value extends string> = {
  value: Value;
  label: ReactNode;
  consequence: ReactNode;
  isDisabled?: boolean;
};

type ChoiceCardsProps<Value extends string> = {
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly Choice<Value>[];
  'aria-label'?: string;
  className?: string;
};

/** Radios whose choice matters: each says what will follow from it. */
export function ChoiceCards<Value extends string>({
  value,
  onChange,
  choices,
  className,
  ...labels
}: ChoiceCardsProps<Value>) {
  return (
    <RadioGroup
      {...labels}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cn('grid gap-2', className)}
    >
      {choices.map((choice) => (
        <ChoiceCard key={choice.value} {...choice} />
      ))}
    </RadioGroup>
  );
}

function ChoiceCard<Value extends string>({ value, label, consequence, isDisabled }: Choice<Value>) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
    <label
      className={cn(
        'grid grid-cols-[16px_1fr] gap-x-2.5 rounded-md border border-line px-3 py-2',
        'has-data-checked:border-primary has-data-checked:shadow-[inset_0_0_0_1px_var(--color-primary)]',
        isDisabled ? 'cursor-not-allowed text-ink-off' : 'cursor-pointer hover:not-has-data-checked:bg-hover',
      )}
    >
      <Radio.Root
        value={value}
        disabled={isDisabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-consequence`}
        className="mt-0.5 inline-grid size-4 place-items-center rounded-full border border-control bg-surface data-checked:border-5 data-checked:border-primary-fill data-checked:bg-on-fill"
      />
      <span id={`${id}-label`} className={isDisabled ? undefined : 'text-ink'}>
        {label}
      </span>
      <span id={`${id}-consequence`} className="col-start-2 text-ink-3 text-xs">
        {consequence}
      </span>
    </label>
  );
}
