'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { saveText } from '#components/ui/save-text.ts';
import { type UsageChoice, usageInputOf } from '#components/usage/use-usage-choice.ts';

/** 导出: what the page shows, a line for each version and day. */
export function ExportUsage({ choice }: { choice: UsageChoice }) {
  const t = useTranslations('usage');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const exporting = useMutation({
    mutationFn: () =>
      queryClient.fetchQuery(trpc.usage.csv.queryOptions(usageInputOf(choice), { staleTime: 0 })),
    onSuccess: ({ text }) => saveText(`usage-${choice.month}.csv`, text, 'text/csv'),
  });
  return (
    <>
      {exporting.isError ? <Notice kind="fail">{t('exportFailed')}</Notice> : null}
      <Button isPending={exporting.isPending} pendingWord={t('exporting')} onClick={() => exporting.mutate()}>
        <Download className="size-4" aria-hidden />
        {t('export')}
      </Button>
    </>
  );
}
