'use client';
import { useTranslations } from 'use-intl/react';
import { useTimerText } from '#components/scaling/use-timer-text.ts';
import { Tag } from '#components/ui/tag.tsx';
import type { ScalingView } from '#server/api/views/scaling-view.ts';

/** 自动伸缩配置 for who may only see it. */
export function ScalingText({ scaling: { settings, activeTimers } }: { scaling: ScalingView }) {
  const t = useTranslations('scaling');
  const timerText = useTimerText();
  const { mode, timers, timeZone, inFlightTarget } = settings;
  const isScaling = mode !== 'noScale' && mode !== 'manualScale';
  return (
    <dl className="grid max-w-200 grid-cols-[96px_minmax(0,1fr)] items-start gap-x-4 gap-y-2 [&_dd]:min-w-0 [&_dd]:text-ink">
      <dt>{t('mode')}</dt>
      <dd>
        {t(`modes.${mode}`)}
        <span className="block text-ink-3 text-sm">{t(`modeHints.${mode}`)}</span>
      </dd>
      {mode === 'custom' ? (
        <>
          <dt>{t('timers')}</dt>
          <dd className="grid gap-1">
            {timers.length === 0 ? t('timersNone') : null}
            {timers.map((timer, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
              <span key={index} className="flex flex-wrap items-center gap-2">
                {timerText(timer)}
                {activeTimers[index] ? <Tag tone="blue">{t('active')}</Tag> : null}
                {timer.isOn ? null : <Tag>{t('off')}</Tag>}
              </span>
            ))}
          </dd>
        </>
      ) : null}
      {mode === 'custom' || mode === 'condScale' ? (
        <>
          <dt>{t('timeZone')}</dt>
          <dd>{timeZone}</dd>
        </>
      ) : null}
      {isScaling ? (
        <>
          <dt>{t('inFlight')}</dt>
          <dd>
            {inFlightTarget === null ? t('inFlightNone') : t('inFlightValue', { count: inFlightTarget })}
          </dd>
        </>
      ) : null}
    </dl>
  );
}
