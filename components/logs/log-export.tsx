'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { exportPath } from '#components/logs/export-path.ts';
import type { LogChoice } from '#components/logs/log-choice.ts';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { LOG_EXPORT_LINES } from '#server/domain/log-query.ts';

const FORMATS = [
  { format: 'txt', label: 'exportText' },
  { format: 'jsonl', label: 'exportJson' },
] as const;

/** 下载: a file of what is asked for. */
export function LogExport({ serviceId, choice }: { serviceId: string; choice: LogChoice }) {
  const t = useTranslations('logs');
  return (
    <Menu
      head={t('exportHint', { count: countText(LOG_EXPORT_LINES) })}
      trigger={
        <Button intent="quiet" size="icon" aria-label={t('export')} title={t('export')}>
          <Download className="size-4" aria-hidden />
        </Button>
      }
      entries={FORMATS.map(({ format, label }) => ({
        key: format,
        label: t(label),
        onSelect: () => download(exportPath(serviceId, choice, format, Date.now())),
      }))}
    />
  );
}

/** The browser keeps what comes; the page stays as it is. */
function download(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
}
