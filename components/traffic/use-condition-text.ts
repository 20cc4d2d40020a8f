'use client';
import { useTranslations } from 'use-intl/react';
import type { Condition } from '#server/domain/traffic.ts';

const KEYS = { query: 'conditionQuery', header: 'conditionHeader', cookie: 'conditionCookie' } as const;

/** "tenant=demo-*", "请求头 X-Tenant=demo-*" or "默认版本". */
export function useConditionText(): (condition: Condition) => string {
  const t = useTranslations('traffic');
  return (condition) => {
    if (condition.kind === 'default') return t('defaultVersion');
    return t(KEYS[condition.source], { key: condition.key, value: condition.value });
  };
}
