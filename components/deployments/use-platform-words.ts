'use client';
import { useTranslations } from 'use-intl/react';
import type { LogLine } from '#components/ui/log-lines.tsx';

const CAPTION = /^-+服务(.+)部署(.+?)-+$/;
const AWAITING = '等待实例启动就绪…';

/** The log is written in Chinese, as the sources have it; its few words are shown in the reader's language. */
export function usePlatformWords(): (lines: readonly LogLine[]) => LogLine[] {
  const t = useTranslations('deployments');
  return (lines) =>
    lines.map((line) => {
      if (line.level === 'system') return { ...line, text: line.text.replace(AWAITING, t('logAwaiting')) };
      if (line.level !== 'caption') return line;
      const [, service, version] = CAPTION.exec(line.text) ?? [];
      return service && version ? { ...line, text: t('logCaption', { service, version }) } : line;
    });
}
