import type { ReactNode } from 'react';

/** Title of a page before the console, and what it is for. */
export function GateHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <>
      <h1 className="text-lg">{title}</h1>
      <div className="mt-1 mb-6 text-ink-3">{children}</div>
    </>
  );
}
