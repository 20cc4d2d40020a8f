'use client';
import { useLocale } from 'use-intl/react';

/** Minutes of cores and of GiB: one digit behind the point is six seconds. */
export function useAmount(): (amount: number) => string {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (amount) => format.format(amount);
}
