'use client';
import { useTranslations } from 'use-intl/react';
import type { InstanceView } from '#server/api/views/instance-view.ts';

/** 退出原因 in words; empty while an instance is there to stay. */
export function useEndingText(): (
  instance: Pick<InstanceView, 'ending' | 'exitCode' | 'cutRequests'>,
) => string {
  const t = useTranslations('instances');
  return ({ ending, exitCode, cutRequests }) => {
    if (ending === null) return '';
    const code = String(exitCode ?? '-');
    const text = t(`endings.${ending}`, { code });
    return cutRequests > 0 ? t('endingWithCut', { ending: text, count: cutRequests }) : text;
  };
}
