'use client';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';

/** In place of a page that broke while it was rendered. */
export function PageFailed({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations('shell');
  return <ErrorState title={t('pageFailed')} hint={t('pageFailedHint')} onRetry={onRetry} />;
}
