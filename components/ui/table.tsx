import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

/**
 * Rows of 40, head of 36; below 1100 px it scrolls inside its panel. A page that lays its rows out in two lines
 * on the phone hands in `phone:` classes.
 */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="narrow:overflow-x-auto">
      <table {...props} className={cn('w-full border-collapse narrow:min-w-260 phone:min-w-0', className)} />
    </div>
  );
}

export function Th({ className, isFigure, ...props }: ComponentProps<'th'> & { isFigure?: boolean }) {
  return (
    <th
      scope="col"
      {...props}
      className={cn(
        'h-(--size-head) whitespace-nowrap border-line border-b bg-sunken px-3 font-normal text-ink-3 text-xs first:pl-4 last:pr-4',
        'in-[section>div:first-child]:first:rounded-tl-[7px] in-[section>div:first-child]:last:rounded-tr-[7px]',
        isFigure ? 'text-right' : 'text-left',
        className,
      )}
    />
  );
}

export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return <tr {...props} className={cn('group/row hover:bg-hover phone:hover:bg-transparent', className)} />;
}

/** `isName`: what the row is about, strong. `isFigure`: right-aligned. */
export function Td({
  className,
  isName,
  isFigure,
  ...props
}: ComponentProps<'td'> & { isName?: boolean; isFigure?: boolean }) {
  return (
    <td
      {...props}
      className={cn(
        'h-(--size-row) whitespace-nowrap border-line-soft border-b px-3 not-phone:first:pl-4 not-phone:last:pr-4 group-last/row:border-b-0',
        isName && 'font-strong text-ink',
        isFigure && 'text-right',
        className,
      )}
    />
  );
}

/** The words and the ⋯ of a row; they line up with the head's 操作. */
export function RowActions({ className, ...props }: ComponentProps<'div'>) {
  return <div {...props} className={cn('-mr-1.5 flex items-center justify-end gap-0.5', className)} />;
}
