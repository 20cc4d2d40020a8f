'use client';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { BOX } from '#components/ui/text-input.tsx';

export type SelectOption<Value extends string | number> = {
  value: Value;
  label: ReactNode;
  isDisabled?: boolean;
};

type SelectProps<Value extends string | number> = {
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  placeholder?: string;
  isDisabled?: boolean;
  isInvalid?: boolean;
  'aria-label'?: string;
  className?: string;
};

/** One of several; stands in a `Field`, or carries `aria-label`. */
export function Select<Value extends string | number>({
  value,
  onChange,
  options,
  placeholder,
  isDisabled,
  isInvalid,
  className,
  ...labels
}: SelectProps<Value>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      items={options.map(({ value: of, label }) => ({ value: of, label }))}
      disabled={isDisabled}
      modal={false}
    >
      <Base.Trigger
        {...labels}
        aria-invalid={isInvalid || undefined}
        className={cn(
          BOX,
          'justify-between whitespace-nowrap text-left focus-visible:border-transparent focus-visible:outline-2 focus-visible:-outline-offset-1',
          'data-disabled:border-line data-disabled:bg-sunken data-disabled:text-ink-off data-invalid:border-fail',
          className,
        )}
      >
        <Base.Value className="min-w-0 truncate data-placeholder:text-ink-3" placeholder={placeholder} />
        <Base.Icon render={<ChevronDown aria-hidden className="size-3.5 flex-none text-ink-3" />} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-tooltip) outline-none"
        >
          <Base.Popup className="motion-open max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg bg-raised p-1 shadow-menu outline-none">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.isDisabled}
                  className="flex h-8 select-none items-center gap-2 rounded-sm px-2 text-ink outline-none data-disabled:text-ink-off data-highlighted:bg-hover phone:h-(--size-touch)"
                >
                  <Base.ItemText className="min-w-0 flex-1 truncate">{option.label}</Base.ItemText>
                  <span className="w-3.5 flex-none">
                    <Base.ItemIndicator render={<Check aria-hidden className="size-3.5 text-primary" />} />
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
