'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Menu as MenuIcon, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { BrandMark, BrandName } from '#components/shell/brand.tsx';
import { LanguageMenu } from '#components/shell/language-menu.tsx';
import { Navigation } from '#components/shell/navigation.tsx';
import type { Theme } from '#components/shell/preferences.ts';
import { ThemeMenu } from '#components/shell/theme-menu.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { cn } from '#components/ui/cn.ts';

/** The sidebar of the phone, with what has no room in its top bar. */
export function NavigationDrawer({ theme }: { theme: Theme }) {
  const t = useTranslations('shell');
  const [isOpen, setOpen] = useState(false);
  const iconButton = buttonStyle({ intent: 'quiet', size: 'icon' });
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => setOpen(open)}>
      <Dialog.Trigger aria-label={t('openNavigation')} className={cn(iconButton, 'hidden phone:inline-flex')}>
        <MenuIcon className="size-4" aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="motion-open fixed inset-0 z-(--z-dialog) bg-scrim" />
        <Dialog.Popup
          aria-label={t('mainNavigation')}
          className="motion-open fixed inset-y-0 left-0 z-(--z-dialog) flex w-72 max-w-[85vw] flex-col bg-raised p-3 shadow-dialog outline-none data-ending-style:-translate-x-4 data-starting-style:-translate-x-4"
        >
          <div className="mb-2 flex items-center gap-2 pl-2.5">
            <BrandMark />
            <BrandName />
            <Dialog.Close aria-label={t('closeNavigation')} className={cn(iconButton, 'ml-auto')}>
              <X className="size-4" aria-hidden />
            </Dialog.Close>
          </div>
          <Navigation onNavigate={() => setOpen(false)} />
          <div className="mt-3 flex items-center border-line border-t pt-2">
            <LanguageMenu />
            <ThemeMenu theme={theme} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
