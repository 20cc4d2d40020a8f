'use client';
import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';

export type FieldText = {
  label: ReactNode;
  hint?: ReactNode;
  /** One sentence; announced, and tied to the control. */
  error?: string | undefined;
};

type FieldProps = FieldText & {
  name?: string;
  /** `row`: label 96 px left of the control (forms of pages). `stack`: above it (dialogs, gate). */
  layout?: 'row' | 'stack';
  isDisabled?: boolean;
  className?: string;
  children: ReactNode;
};

/** Ties label, hint and error to the one control inside. */
export function Field({
  label,
  hint,
  error,
  name,
  layout = 'stack',
  isDisabled,
  className,
  children,
}: FieldProps) {
  return (
    <Base.Root
      name={name}
      invalid={error !== undefined}
      disabled={isDisabled}
      className={cn(
        'min-w-0 content-start',
        layout === 'row'
          ? 'grid grid-cols-[96px_minmax(0,1fr)] gap-x-4 phone:grid-cols-1'
          : 'grid grid-cols-[minmax(0,1fr)] gap-y-1',
        className,
      )}
    >
      <Base.Label
        nativeLabel
        className={cn(
          layout === 'row' ? 'text-ink-2 py-1.5 leading-5 break-keep phone:py-1' : 'text-ink phone:leading-7',
          'w-fit',
        )}
      >
        {label}
      </Base.Label>
      <div className="min-w-0">
        {children}
        {error === undefined ? null : <FieldError>{error}</FieldError>}
        {hint === undefined ? null : (
          <Base.Description className="mt-1 text-ink-3 text-xs">{hint}</Base.Description>
        )}
      </div>
    </Base.Root>
  );
}

function FieldError({ children }: { children: string }) {
  return (
    <Base.Error match role="alert" className="mt-1 flex items-start gap-1.5 text-fail text-xs">
      <StatusIcon kind="fail" className="mt-px" />
      {children}
    </Base.Error>
  );
}
