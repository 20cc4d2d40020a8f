'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { CommandSearch } from '#components/shell/command-search.tsx';
import type { Theme } from '#components/shell/preferences.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { cn } from '#components/ui/cn.ts';
import { Kbd } from '#components/ui/kbd.tsx';

/** The search of the top bar; Ctrl K or ⌘K opens it from anywhere. */
export function CommandPalette({ theme }: { theme: Theme }) {
  const t = useTranslations('shell');
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setOpen((open) => !open);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => setOpen(open)}>
      <Dialog.Trigger
        className={cn(
          'ml-2 flex h-8 w-80 min-w-0 items-center gap-2 rounded-md border border-control bg-surface pr-2 pl-2.5 text-ink-3 motion-color hover:border-ink-3',
          'phone:hidden',
        )}
      >
        <Search className="size-4 flex-none" aria-hidden />
        <span className="min-w-0 flex-1 truncate text-left">{t('searchHint')}</span>
        <Kbd>Ctrl K</Kbd>
      </Dialog.Trigger>
      <Dialog.Trigger
        aria-label={t('search')}
        className={cn(buttonStyle({ intent: 'quiet', size: 'icon' }), 'ml-auto hidden phone:inline-flex')}
      >
        <Search className="size-4" aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="motion-open fixed inset-0 z-(--z-dialog) bg-scrim" />
        <Dialog.Popup
          aria-label={t('search')}
          className="motion-open fixed top-16 left-1/2 z-(--z-dialog) w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-dialog outline-none phone:top-2"
        >
          <CommandSearch theme={theme} onDone={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
