'use client';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import { localInputOf, momentIn } from '#components/logs/local-input.ts';
import type { LogChoice } from '#components/logs/log-choice.ts';
import { FieldMessage } from '#components/ui/field-group.tsx';
import { TextInput } from '#components/ui/text-input.tsx';

type Window = Pick<LogChoice, 'from' | 'to'>;

/** 开始时间 and 结束时间, in the reader's own time zone. */
export function CustomTime({ from, to, onChange }: Window & { onChange: (window: Window) => void }) {
  const t = useTranslations('logs');
  const isSwapped = from !== null && to !== null && from > to;
  return (
    <div className="phone:w-full">
      <div className="flex flex-wrap items-center gap-2">
        <Moment label={t('from')} at={from} onChange={(next) => onChange({ from: next, to })} />
        <Moment label={t('to')} at={to} onChange={(next) => onChange({ from, to: next })} />
      </div>
      {isSwapped ? <FieldMessage>{t('timesSwapped')}</FieldMessage> : null}
    </div>
  );
}

type MomentProps = { label: string; at: number | null; onChange: (at: number | null) => void };

function Moment({ label, at, onChange }: MomentProps) {
  const isInBrowser = useSyncExternalStore(subscribe, inBrowser, onServer);
  return (
    <TextInput
      // The server does not know the reader's time zone.
      key={String(isInBrowser)}
      className="w-66 phone:w-full"
      start={
        <span aria-hidden className="flex-none text-ink-3 text-xs">
          {label}
        </span>
      }
      type="datetime-local"
      step={1}
      aria-label={label}
      // What is half typed has no value, and would be taken away while one types.
      defaultValue={at === null || !isInBrowser ? '' : localInputOf(at)}
      onChange={(event) => onChange(momentIn(event.target.value))}
    />
  );
}

/** Nothing to hear of: it changes once, when the page is the browser's. */
function subscribe(): () => void {
  return () => undefined;
}

function inBrowser(): boolean {
  return true;
}

function onServer(): boolean {
  return false;
}
