import type { ReactNode } from 'react';

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="whitespace-nowrap rounded-sm border border-line bg-surface px-1.5 font-sans text-ink-3 text-xs">
      {children}
    </kbd>
  );
}
