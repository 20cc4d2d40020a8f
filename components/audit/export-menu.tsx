'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { type AuditChoice, filterOf } from '#components/audit/use-audit-choice.ts';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';

const FORMATS = [
  { format: 'csv', label: 'exportCsv' },
  { format: 'jsonl', label: 'exportJson' },
] as const;

/** 导出: a file of what the filter shows, as far back as it goes. */
export function ExportMenu({ choice }: { choice: AuditChoice }) {
  const t = useTranslations('audit');
  return (
    <Menu
      head={t('exportHint')}
      trigger={
        <Button>
          <Download className="size-4" aria-hidden />
          {t('export')}
        </Button>
      }
      entries={FORMATS.map(({ format, label }) => ({
        key: format,
        label: t(label),
        onSelect: () => download(exportPath(format, choice)),
      }))}
    />
  );
}

function exportPath(format: string, choice: AuditChoice): string {
  const given = Object.entries(filterOf(choice)).filter(([, value]) => value !== undefined);
  const params = given.map(([name, value]) => [name, String(value)]);
  return `/api/audit-export?${new URLSearchParams([['format', format], ...params])}`;
}

/** The browser keeps what comes; the page stays as it is. */
function download(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
}
