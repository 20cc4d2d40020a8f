'use client';
import { type ReactNode, useId } from 'react';
import { StatusIcon } from '#components/ui/status-icon.tsx';

type FieldGroupProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** Of the group as a whole; each control inside shows its own. */
  error?: string | undefined;
  children: ReactNode;
};

/** A row of a page's form with several controls, or with a value that cannot be changed: label left, hint below. */
export function FieldGroup({ label, hint, error, children }: FieldGroupProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand beside its controls
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      className="grid min-w-0 grid-cols-[96px_minmax(0,1fr)] gap-x-4 phone:grid-cols-1"
    >
      <span id={`${id}-label`} className="w-fit break-keep py-1.5 text-ink-2 leading-5 phone:py-1">
        {label}
      </span>
      <div className="min-w-0">
        {children}
        {error === undefined ? null : <FieldMessage>{error}</FieldMessage>}
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="mt-1 text-ink-3 text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** What is wrong with a control that stands without a `Field` of its own; tie it with `aria-describedby`. */
export function FieldMessage({ id, children }: { id?: string; children: string }) {
  return (
    <p id={id} role="alert" className="mt-1 flex items-start gap-1.5 text-fail text-xs">
      <StatusIcon kind="fail" className="mt-px" />
      {children}
    </p>
  );
}
