'use client';
import { Slider as Base } from '@base-ui/react/slider';
import { cn } from '#components/ui/cn.ts';
import { type Series, seriesColor } from '#components/ui/series.ts';

type SliderProps = {
  /** 0–100. */
  value: number;
  onChange: (value: number) => void;
  /** The value that is live now: a tick on the groove. */
  presentValue?: number;
  series?: Series;
  /** 0–100 as a person hears it, such as `20%`. */
  valueText?: (value: number) => string;
  isDisabled?: boolean;
  'aria-label': string;
  className?: string;
};

/** ←→ 1, PageUp and PageDown 10, Home 0, End 100. */
export function Slider({
  value,
  onChange,
  presentValue,
  series = 'base',
  valueText = (percent) => `${percent}%`,
  isDisabled,
  className,
  ...labels
}: SliderProps) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next)}
      min={0}
      max={100}
      largeStep={10}
      disabled={isDisabled}
      className={cn('min-w-0', className)}
    >
      <Base.Control className="flex h-(--size-control) touch-none items-center phone:h-(--size-touch)">
        <Base.Track className="h-1 w-full rounded-xs bg-track">
          <Base.Indicator className="rounded-xs" style={{ background: seriesColor(series) }} />
          {presentValue === undefined ? null : (
            <span
              className="absolute -top-1 -ml-px h-3 w-0.5 rounded-full bg-ink-3"
              style={{ left: `${presentValue}%` }}
            />
          )}
          <Base.Thumb
            aria-label={labels['aria-label']}
            getAriaValueText={(_, percent) => valueText(percent)}
            className={cn(
              'size-4 rounded-full border border-control bg-[light-dark(#fff,#dfe3ea)] phone:size-6',
              'shadow-[0_1px_3px_light-dark(rgb(19_26_35/.22),rgb(0_0_0/.6))]',
              'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-1',
            )}
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
