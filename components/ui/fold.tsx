'use client';
import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

type FoldProps = {
  title: ReactNode;
  /** What is inside, in one line, while it is closed. */
  summary?: ReactNode;
  /** Leave out both for a fold that keeps its own state. */
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

/** 高级设置: a line that says what is inside, and opens. */
export function Fold({ title, summary, isOpen, onOpenChange, children }: FoldProps) {
  return (
    <Collapsible.Root
      open={isOpen}
      onOpenChange={(open) => onOpenChange?.(open)}
      className="border-line border-t"
    >
      <Collapsible.Trigger className="group flex w-full items-center gap-2 px-4 py-3.5 text-left -outline-offset-2!">
        <ChevronRight
          aria-hidden
          className="size-4 flex-none transition-[rotate] duration-(--duration-fast) group-data-panel-open:rotate-90"
        />
        <b className="flex-none">{title}</b>
        <span className="ml-2 min-w-0 truncate text-ink-3 text-sm group-data-panel-open:invisible phone:hidden">
          {summary}
        </span>
      </Collapsible.Trigger>
      {/* Kept in the page while closed: its fields belong to the form all the same. */}
      <Collapsible.Panel keepMounted className="px-4 pb-4">
        {children}
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}
