'use client';
import { Button as Base } from '@base-ui/react/button';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { type ButtonLook, buttonStyle } from '#components/ui/button-style.ts';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

type ButtonProps = Omit<Base.Props, 'className'> &
  ButtonLook & {
    className?: string;
    /** While it is submitting: the arc turns, the word changes, the width stays. Leave out where nothing is sent. */
    isPending?: boolean;
    /** Instead of 正在提交. */
    pendingWord?: string;
    /** Why it cannot be pressed now: disables the button, keeps it focusable and shows the reason. */
    disabledReason?: string | undefined;
  };

export function Button({
  intent,
  size,
  className,
  isPending,
  pendingWord,
  disabledReason,
  disabled,
  children,
  ...props
}: ButtonProps) {
  const button = (
    <Base
      {...props}
      className={cn(buttonStyle({ intent, size }), className)}
      disabled={disabled || isPending || disabledReason !== undefined}
      focusableWhenDisabled={isPending || disabledReason !== undefined}
      aria-busy={isPending || undefined}
    >
      {isPending === undefined ? (
        children
      ) : (
        <Stacked isPending={isPending} word={pendingWord}>
          {children}
        </Stacked>
      )}
    </Base>
  );
  return disabledReason === undefined ? button : <Tooltip text={disabledReason}>{button}</Tooltip>;
}

/** Both faces lie in one grid cell, so the button is always as wide as the wider one. */
function Stacked({
  isPending,
  word,
  children,
}: {
  isPending: boolean;
  word: string | undefined;
  children: ReactNode;
}) {
  const t = useTranslations('common');
  const face = 'col-start-1 row-start-1 inline-flex items-center justify-center gap-1.5';
  return (
    <span className="grid">
      <span className={cn(face, isPending && 'invisible')}>{children}</span>
      <span className={cn(face, !isPending && 'invisible')}>
        <StatusIcon kind="busy" className="text-current" />
        {word ?? t('submitting')}
      </span>
    </span>
  );
}
