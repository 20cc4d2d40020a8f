'use client';
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

type TabsProps<Value extends string> = {
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; label: ReactNode; count?: number | undefined }[];
  'aria-label': string;
  /** The `TabPanel`s. */
  children: ReactNode;
  className?: string;
};

/** ←→ moves and shows. The value belongs into the URL, so that a tab can be linked and reloaded. */
export function Tabs<Value extends string>({
  value,
  onChange,
  tabs,
  children,
  className,
  ...labels
}: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <Base.List
        {...labels}
        activateOnFocus
        className={cn(
          'my-4 flex gap-6 border-line border-b',
          'phone:-mx-4 phone:my-3 phone:gap-5 phone:overflow-x-auto phone:px-4 phone:[scrollbar-width:none]',
          className,
        )}
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className={cn(
              'relative flex h-10 items-center gap-1.5 whitespace-nowrap text-ink-2 hover:text-ink phone:h-11',
              'data-active:font-strong data-active:text-ink',
              'data-active:after:absolute data-active:after:inset-x-0 data-active:after:-bottom-px data-active:after:h-0.5 data-active:after:rounded-full data-active:after:bg-primary',
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="font-normal text-ink-3 text-xs">{tab.count}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return <Base.Panel value={value}>{children}</Base.Panel>;
}
