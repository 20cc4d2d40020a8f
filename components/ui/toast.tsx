'use client';
import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonStyle } from '#components/ui/button-style.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';

/** What has been done, with a way back where there is one. Errors never come here: they stand at their cause. */
export type Announcement = {
  text: string;
  /** `off`: it was not the reader who did it. */
  kind?: 'ok' | 'off';
  undo?: { word: string; onUndo: () => void };
};

export function useAnnounce(): (announcement: Announcement) => void {
  const { add } = Base.useToastManager();
  return ({ text, kind = 'ok', undo }) => {
    add({
      title: text,
      type: kind,
      timeout: undo ? 10_000 : 5_000,
      ...(undo ? { actionProps: { children: undo.word, onClick: undo.onUndo } } : {}),
    });
  };
}

/** Around the whole console. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-(--z-toast) grid w-90 max-w-[calc(100vw-32px)] gap-2">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const t = useTranslations('common');
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="motion-open rounded-lg bg-raised text-ink shadow-menu data-starting-style:translate-y-2"
    >
      <Base.Content className="flex items-center gap-2.5 py-2.5 pr-2 pl-3.5">
        <StatusIcon kind={toast.type === 'off' ? 'off' : 'ok'} className="size-4" />
        <Base.Title className="min-w-0 flex-1 font-normal" />
        {toast.actionProps ? <Base.Action className={buttonStyle({ intent: 'quiet', size: 'sm' })} /> : null}
        <Base.Close aria-label={t('close')} className={buttonStyle({ intent: 'quiet', size: 'xs' })}>
          <X className="size-3.5" aria-hidden />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
