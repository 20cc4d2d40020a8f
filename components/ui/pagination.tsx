'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';

/** `page` counts from 1. */
export function Pagination({
  page,
  pageCount,
  pageSize,
  onChange,
}: {
  page: number;
  pageCount: number;
  pageSize: number;
  onChange: (page: number) => void;
}) {
  const t = useTranslations('common');
  return (
    <nav aria-label={t('pages')} className="flex items-center gap-1">
      <span>{t('perPage', { count: pageSize })}</span>
      <Button
        intent="quiet"
        size="xs"
        aria-label={t('previousPage')}
        disabled={page <= 1}
        onClick={() => onChange(page - 1)}
      >
        <ChevronLeft className="size-3.5" aria-hidden />
      </Button>
      <span className="text-ink">
        {page} / {pageCount}
      </span>
      <Button
        intent="quiet"
        size="xs"
        aria-label={t('nextPage')}
        disabled={page >= pageCount}
        onClick={() => onChange(page + 1)}
      >
        <ChevronRight className="size-3.5" aria-hidden />
      </Button>
    </nav>
  );
}
