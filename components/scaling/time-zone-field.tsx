'use client';
import { useLocale, useTranslations } from 'use-intl/react';
import type { DraftProps } from '#components/scaling/scaling-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { SuggestInput } from '#components/ui/suggest-input.tsx';
import { useTickingNow } from '#components/ui/time-ago.tsx';

const ZONES = Intl.supportedValuesOf('timeZone');

/** The time zone that rules are told in, and what the clock on the wall shows there. */
export function TimeZoneField({ draft, onChange, errorAt }: DraftProps) {
  const t = useTranslations('scaling');
  const locale = useLocale();
  const now = useTickingNow();
  const time = timeIn(draft.timeZone, now, locale);
  return (
    <Field
      layout="row"
      label={t('timeZone')}
      hint={time === undefined ? t('timeZoneHintUnknown') : t('timeZoneHint', { time })}
      error={errorAt('timeZone')}
    >
      <SuggestInput
        value={draft.timeZone}
        onChange={(timeZone) => onChange({ ...draft, timeZone })}
        suggestions={ZONES}
        className="max-w-80"
      />
    </Field>
  );
}

/** Undefined while what is typed is no time zone. */
function timeIn(timeZone: string, now: number, locale: string): string | undefined {
  try {
    const style = {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    } as const;
    return new Intl.DateTimeFormat(locale, style).format(now);
  } catch {
    // Half a name is no time zone yet; the server says so when it is sent.
    return undefined;
  }
}
