'use client';
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';

/** What was not read, what still works, and when it is tried again. */
export function ErrorState({
  title,
  hint,
  onRetry,
  isRetrying,
}: {
  title: ReactNode;
  hint: ReactNode;
  onRetry?: () => void;
  isRetrying?: boolean;
}) {
  const t = useTranslations('common');
  return (
    <div role="alert">
      <EmptyState
        figure={<StatusIcon kind="fail" className="size-6" />}
        title={title}
        hint={hint}
        action={
          onRetry === undefined ? undefined : (
            <Button onClick={onRetry} isPending={isRetrying ?? false} pendingWord={t('retrying')}>
              <RefreshCw className="size-4" aria-hidden />
              {t('retry')}
            </Button>
          )
        }
      />
    </div>
  );
}
