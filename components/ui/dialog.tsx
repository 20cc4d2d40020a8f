'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonStyle } from '#components/ui/button-style.ts';
import { cn } from '#components/ui/cn.ts';

type DialogProps = {
  isOpen: boolean;
  /** Called with false on Esc, outside press and the cross; ask there when something has been changed. */
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  /** Beside the title, in grey: what it is about. */
  subject?: ReactNode;
  /** 800 or 440 wide; on the phone always the whole screen. */
  size?: 'wide' | 'narrow';
  initialFocus?: ComponentProps<typeof Base.Popup>['initialFocus'];
  children: ReactNode;
  footer?: ReactNode;
};

const VIEWPORT =
  'fixed inset-0 z-(--z-dialog) grid items-start justify-items-center overflow-auto px-4 pt-16 pb-4 phone:auto-rows-max phone:items-stretch phone:p-0';
const POPUP = [
  'motion-open relative flex flex-col rounded-xl bg-raised shadow-dialog outline-none data-starting-style:translate-y-2',
  'phone:min-h-dvh phone:w-full phone:rounded-none phone:shadow-none',
].join(' ');
const SCRIM = 'fixed inset-0 z-(--z-dialog) bg-scrim motion-open';

export function Dialog({
  isOpen,
  onOpenChange,
  title,
  subject,
  size = 'wide',
  initialFocus,
  children,
  footer,
}: DialogProps) {
  const t = useTranslations('common');
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup
            initialFocus={initialFocus}
            className={cn(
              POPUP,
              size === 'wide' ? 'w-[min(var(--size-dialog),100%)]' : 'w-[min(var(--size-dialog-sm),100%)]',
            )}
          >
            <div className="flex min-h-15 items-center gap-3 pr-14 pl-6 pt-1 phone:pt-0 phone:pl-4">
              <Base.Title className="text-md">{title}</Base.Title>
              {subject === undefined ? null : <span className="min-w-0 truncate text-ink-3">{subject}</span>}
            </div>
            <div className="px-6 phone:px-4 phone:pb-4">{children}</div>
            {footer}
            {/* Last, so that opening puts the focus on the first field. */}
            <Base.Close
              aria-label={t('close')}
              className={cn(
                buttonStyle({ intent: 'quiet', size: 'icon' }),
                'absolute top-4 right-4 phone:top-2 phone:right-2',
              )}
            >
              <X className="size-4" aria-hidden />
            </Base.Close>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Reason left, 取消 and the verb right. On the phone it sticks to the bottom and the verb takes two thirds. */
export function DialogFooter({ reason, children }: { reason?: ReactNode; children: ReactNode }) {
  return (
    <div
      className={cn(
        'mt-4 flex items-center gap-2 border-line border-t px-6 py-3',
        'phone:sticky phone:bottom-0 phone:mt-auto phone:grid phone:gap-2.5 phone:bg-raised phone:px-4',
      )}
    >
      <div className="min-w-0 flex-1 text-ink-3 text-sm phone:empty:hidden">{reason}</div>
      <div className="flex gap-2 phone:grid phone:grid-cols-[1fr_2fr]">{children}</div>
    </div>
  );
}
