import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A surface on the page, held by a hairline. Name it with `aria-label` or `aria-labelledby`. */
export function Panel({ className, ...props }: ComponentProps<'section'>) {
  return <section {...props} className={cn('rounded-lg border border-line bg-surface', className)} />;
}

/** 44 high: title, what belongs beside it, and at the end what can be done. */
export function PanelHead({
  title,
  id,
  end,
  children,
}: {
  title: ReactNode;
  id?: string;
  end?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-1.5">
      <h2 id={id}>{title}</h2>
      {children}
      {end === undefined ? null : <div className="ml-auto flex items-center gap-3">{end}</div>}
    </div>
  );
}

/** A line of filters over a table. */
export function PanelTools({ end, children }: { end?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-3">
      {children}
      {end === undefined ? null : <div className="ml-auto flex items-center gap-2">{end}</div>}
    </div>
  );
}

/** 44 high: a count or a sentence left, pages right. */
export function PanelFoot({ end, children }: { end?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center gap-3 border-line border-t px-4 text-ink-3 text-xs">
      {children}
      {end === undefined ? null : <div className="ml-auto flex items-center gap-1">{end}</div>}
    </div>
  );
}

/** A part of a form, with its title. */
export function PanelSection({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="p-4 not-first:border-line not-first:border-t">
      <h2 className="mb-3">{title}</h2>
      <div className="grid gap-3">{children}</div>
    </section>
  );
}
