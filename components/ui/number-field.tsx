'use client';
import { NumberField as Base } from '@base-ui/react/number-field';
import { Minus, Plus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';

type NumberFieldProps = {
  value: number | null;
  /** null while the field is empty. */
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  unit?: string;
  isInvalid?: boolean;
  isDisabled?: boolean;
  'aria-label'?: string;
  'aria-describedby'?: string;
  className?: string;
};

const STEP_BUTTON =
  'grid h-full place-items-center text-ink-2 motion-color hover:bg-hover data-disabled:text-ink-off';

/** Stepper: ↑↓ 1, with Shift 10. Integers only. Values out of range are kept, for the form to refuse with a reason. */
export function NumberField({
  value,
  onChange,
  min,
  max,
  unit,
  isInvalid,
  isDisabled,
  className,
  ...labels
}: NumberFieldProps) {
  const t = useTranslations('common');
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next)}
      min={min}
      max={max}
      allowOutOfRange
      disabled={isDisabled}
      largeStep={10}
      format={{ maximumFractionDigits: 0, useGrouping: false }}
      className={cn('w-31 phone:w-36', className)}
    >
      <Base.Group
        className={cn(
          'grid h-(--size-control) grid-cols-[28px_1fr_28px] items-center overflow-hidden rounded-md border border-control bg-surface text-ink',
          'phone:h-(--size-touch) phone:grid-cols-[44px_1fr_44px]',
          'focus-within:border-transparent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
          'has-[[aria-invalid=true]]:not-focus-within:border-fail',
        )}
      >
        <Base.Decrement className={STEP_BUTTON} aria-label={t('decrease')}>
          <Minus className="size-3.5" aria-hidden />
        </Base.Decrement>
        <span className="flex h-full items-center justify-center gap-0.5 border-line border-x font-strong">
          <Base.Input
            {...labels}
            aria-invalid={isInvalid || undefined}
            className={cn(
              'h-full bg-transparent outline-none',
              unit === undefined ? 'w-full text-center' : 'w-[3.4ch] text-right',
            )}
          />
          {unit === undefined ? null : <span className="font-normal text-ink-3">{unit}</span>}
        </span>
        <Base.Increment className={STEP_BUTTON} aria-label={t('increase')}>
          <Plus className="size-3.5" aria-hidden />
        </Base.Increment>
      </Base.Group>
    </Base.Root>
  );
}
