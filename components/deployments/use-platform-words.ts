'use client';
import { useTranslations } from 'use-intl/react';
import type { LogLine } from '#components/ui/log-lines.tsx';

const CAPTION = /^-+服务(.+)部署(.+?)-+$/;
const BUILD_CAPTION = /^-+构建(.+?)-+$/;
const WORDS = {
  '等待实例启动就绪…': 'logAwaiting',
  '逐个替换实例…': 'logUpdating',
  '恢复更新前的配置…': 'logRestoring',
} as const;

/** The log is written in Chinese, as the sources have it; its few words are shown in the reader's language. */
export function usePlatformWords(): (lines: readonly LogLine[]) => LogLine[] {
  const t = useTranslations('deployments');
  return (lines) =>
    lines.map((line) => {
      if (line.level === 'system') return { ...line, text: inWords(line.text) };
      return line.level === 'caption' ? { ...line, text: captionOf(line.text) } : line;
    });

  function inWords(text: string): string {
    const known = Object.entries(WORDS).find(([words]) => text.includes(words));
    return known ? text.replace(known[0], t(known[1])) : text;
  }

  function captionOf(text: string): string {
    const [, service, version] = CAPTION.exec(text) ?? [];
    if (service && version) return t('logCaption', { service, version });
    const [, built] = BUILD_CAPTION.exec(text) ?? [];
    return built ? t('logBuildCaption', { version: built }) : text;
  }
}
