'use client';
import { type ReactNode, useId } from 'react';
import { FieldMessage } from '#components/ui/field-group.tsx';

type TokenFieldsetProps = {
  label: ReactNode;
  error: string | undefined;
  /** Gets the id of the label, to be named by it. */
  children: (labelId: string) => ReactNode;
};

/** Several controls below one label, as dialogs have it. */
export function TokenFieldset({ label, error, children }: TokenFieldsetProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <span id={id} className="w-fit text-ink">
        {label}
      </span>
      {children(id)}
      {error === undefined ? null : <FieldMessage>{error}</FieldMessage>}
    </div>
  );
}
