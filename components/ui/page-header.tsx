import type { ReactNode } from 'react';

type PageHeaderProps = {
  crumbs?: ReactNode;
  title: ReactNode;
  /** Beside the title: the status pill, then grey words. */
  beside?: ReactNode;
  /** The second line: address, copy, 访问服务, `HeaderFact`s. */
  meta?: ReactNode;
  /** The filled one first, then the others, ⋯ last. */
  actions?: ReactNode;
};

export function PageHeader({ crumbs, title, beside, meta, actions }: PageHeaderProps) {
  return (
    <>
      {crumbs}
      <header className="mb-4 flex items-start gap-4 phone:mb-3 phone:block">
        <div className="min-w-0 flex-1">
          <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-lg">{title}</h1>
            {beside}
          </div>
          {meta === undefined ? null : (
            <div className="mt-1 flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1">{meta}</div>
          )}
        </div>
        {actions === undefined ? null : (
          <div className="flex flex-none gap-2 empty:hidden phone:mt-3 phone:flex-wrap phone:[&>:not(:last-child,:only-child)]:flex-1 phone:[&>:only-child]:flex-1">
            {actions}
          </div>
        )}
      </header>
    </>
  );
}

/** A grey label with its value. */
export function HeaderFact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <span>
      <span className="mr-1.5 text-ink-3">{label}</span>
      {children}
    </span>
  );
}
