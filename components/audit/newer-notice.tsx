'use client';
import { useTranslations } from 'use-intl/react';
import type { AuditChoice } from '#components/audit/use-audit-choice.ts';
import { useNewer } from '#components/audit/use-audit-log.ts';
import { Button } from '#components/ui/button.tsx';

type NewerNoticeProps = {
  choice: AuditChoice;
  /** Undefined: nothing is shown yet. */
  newestId: number | undefined;
};

/** Says what has come since, and shows it when it is wanted: rows do not move under who reads them. */
export function NewerNotice({ choice, newestId }: NewerNoticeProps) {
  const t = useTranslations('audit');
  const { newer, show } = useNewer(choice, newestId);
  const count = newer?.count ?? 0;
  return (
    <div role="status">
      {count === 0 ? null : (
        <p className="flex items-center gap-3 border-line-soft border-b bg-primary-soft px-4 py-1.5 text-primary text-sm">
          {newer?.hasMore ? t('manyNewer', { count }) : t('newer', { count })}
          <Button size="sm" onClick={show}>
            {t('showNewer')}
          </Button>
        </p>
      )}
    </div>
  );
}
