'use client';
import { Lock } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';

/** A secret that is stored: its value comes back to nobody, and can only be replaced. */
export function KeptSecret({ name, onReplace }: { name: string; onReplace: () => void }) {
  const t = useTranslations('specForm');
  return (
    <span className="flex h-(--size-control) min-w-0 flex-1 items-center gap-2 rounded-md border border-line bg-sunken px-2.5 text-ink-3 text-sm phone:h-(--size-touch)">
      <Lock className="size-3.5 flex-none" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{t('saved')}</span>
      <Button intent="row" size="row" aria-label={t('replaceNamed', { name })} onClick={onReplace}>
        {t('replace')}
      </Button>
    </span>
  );
}
