// Figures of charts as they are written, in the reader's language.
import type { FigureUnit } from '#components/metrics/figure-list.ts';
import { bytesText, msText } from '#components/requests/request-text.ts';

/** Words of units that differ by language. */
export type UnitWords = { cores: (value: string) => string };

export function figureText(
  value: number | null | undefined,
  unit: FigureUnit,
  locale: string,
  words: UnitWords,
): string {
  if (value === null || value === undefined) return '-';
  switch (unit) {
    case 'ms':
      return msText(value);
    case 'bytes':
      return bytesText(value);
    case 'percent':
      return `${numberText(value, locale)}%`;
    case 'cores':
      return words.cores(numberText(value, locale));
    default:
      return numberText(value, locale);
  }
}

/** Beside an axis, where the title names the unit. */
export function axisText(value: number, unit: FigureUnit, locale: string): string {
  if (unit === 'bytes') return bytesText(value);
  if (unit === 'percent') return `${numberText(value, locale)}%`;
  return value >= 10_000 ? compact(locale).format(value) : numberText(value, locale);
}

/** Three decimals below 1, two below 10, one below 1000, then none. */
function numberText(value: number, locale: string): string {
  const digits = value < 1 ? 3 : value < 10 ? 2 : value < 1000 ? 1 : 0;
  return formatOf(`${locale} ${digits}`, locale, { maximumFractionDigits: digits }).format(value);
}

function compact(locale: string): Intl.NumberFormat {
  return formatOf(`${locale} compact`, locale, { notation: 'compact', maximumFractionDigits: 1 });
}

/** Made once: a chart writes hundreds of numbers. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(key: string, locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, format);
  return format;
}
