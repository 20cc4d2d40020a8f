'use client';
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  /** What will be lost, and what stays. */
  children: ReactNode;
  /** The verb of the button that does it. */
  verb: string;
  onConfirm: () => void;
  isPending?: boolean;
  /** Why it was refused; stays in the dialog. */
  error?: ReactNode;
  /** Has to be typed before the verb can be pressed. */
  typedName?: string;
  /** A filled red verb unless what it does can be undone. */
  intent?: 'danger-fill' | 'primary';
};

/** Asks before something that cannot be taken back. Focus starts on 取消, or on the name to type. */
export function ConfirmDialog({ isOpen, onOpenChange, ...content }: ConfirmDialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className="motion-open fixed inset-0 z-(--z-dialog) bg-scrim" />
        <Base.Viewport className="fixed inset-0 z-(--z-dialog) grid items-start justify-items-center overflow-auto px-4 pt-16 pb-4">
          <Base.Popup className="motion-open w-[min(var(--size-dialog-sm),100%)] rounded-xl bg-raised shadow-dialog outline-none data-starting-style:translate-y-2">
            <ConfirmContent {...content} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Mounted anew with every opening, so what was typed last time is gone. */
function ConfirmContent({
  title,
  children,
  verb,
  onConfirm,
  isPending = false,
  error,
  typedName,
  intent = 'danger-fill',
}: Omit<ConfirmDialogProps, 'isOpen' | 'onOpenChange'>) {
  const t = useTranslations('common');
  const [typed, setTyped] = useState('');
  const isConfirmed = typedName === undefined || typed === typedName;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) onConfirm();
      }}
    >
      <div className="grid gap-3 px-6 pt-4 phone:pb-4">
        <Base.Title className="text-md">{title}</Base.Title>
        <Base.Description render={<div />}>{children}</Base.Description>
        {typedName === undefined ? null : (
          <TextField
            label={t.rich('typeToConfirm', { name: typedName, b: (text) => <b>{text}</b> })}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {error === undefined ? null : <Notice kind="fail">{error}</Notice>}
      </div>
      <DialogFooter>
        <Base.Close render={<Button disabled={isPending}>{t('cancel')}</Button>} />
        <Button type="submit" intent={intent} disabled={!isConfirmed} isPending={isPending}>
          {verb}
        </Button>
      </DialogFooter>
    </form>
  );
}
