'use client';
import { Meter as Base } from '@base-ui/react/meter';
import { type ReactNode, useId } from 'react';

/** How much of something is used: words left, figures right, a 3 px bar below. */
export function Meter({
  label,
  valueText,
  value,
  max,
}: {
  label: ReactNode;
  /** "6.5 / 16 核" */
  valueText: string;
  value: number;
  max: number;
}) {
  const labelId = useId();
  return (
    <Base.Root
      aria-labelledby={labelId} // Base.Label would name it only once the page is hydrated.
      value={Math.min(value, max)}
      max={Math.max(max, 1)}
      getAriaValueText={() => valueText}
      className="grid grid-cols-[auto_1fr] gap-1"
    >
      <span id={labelId}>{label}</span>
      <span aria-hidden className="text-right">
        {valueText}
      </span>
      <Base.Track className="col-span-2 h-[3px] overflow-hidden rounded-xs bg-track">
        <Base.Indicator className="rounded-xs bg-series-base transition-[width] duration-(--duration-share)" />
      </Base.Track>
    </Base.Root>
  );
}
