'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import { cn } from '#components/ui/cn.ts';

type SegmentedProps<Value extends string> = {
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; count?: number; isDisabled?: boolean }[];
  size?: 'md' | 'sm';
  'aria-label'?: string;
  className?: string;
};

/** A choice of two to four, all in view; ←→ moves. */
export function Segmented<Value extends string>({
  value,
  onChange,
  options,
  size = 'md',
  className,
  ...labels
}: SegmentedProps<Value>) {
  const id = useId();
  return (
    <RadioGroup
      {...labels}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cn('inline-flex w-fit rounded-md bg-track p-0.5', className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          disabled={option.isDisabled}
          // Its own words, not the label of the field around the group.
          aria-labelledby={`${id}-${option.value}`}
          className={cn(
            'inline-flex items-center justify-center whitespace-nowrap rounded-sm text-ink-2 phone:h-9 phone:flex-1',
            'data-checked:bg-raised data-checked:font-strong data-checked:text-ink data-disabled:text-ink-off',
            'data-checked:shadow-[0_0_0_1px_light-dark(rgb(19_26_35/.08),rgb(255_255_255/.09)),0_1px_2px_light-dark(rgb(19_26_35/.1),rgb(0_0_0/.4))]',
            size === 'md' ? 'h-7 px-3' : 'h-6 px-2.5 text-sm',
          )}
        >
          <span id={`${id}-${option.value}`}>
            {option.label}
            {option.count === undefined ? null : (
              <span className="font-normal text-ink-3"> {option.count}</span>
            )}
          </span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
