'use client';
import { Menu as Base } from '@base-ui/react/menu';
import { Check, Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

export type MenuEntry = {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** A line above this entry. */
  hasSeparator?: boolean;
  isDanger?: boolean;
  /** Stays reachable and says why. */
  disabledReason?: string | undefined;
} & (
  | { onSelect: () => void }
  /** `isExternal` opens a tab of its own. */
  | { href: string; isExternal?: boolean }
  | { isChosen: boolean; onChoose: () => void }
);

type MenuProps = {
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  align?: 'start' | 'center' | 'end';
  /** Above the entries: who is signed in, for example. */
  head?: ReactNode;
};

export function Menu({ trigger, entries, align = 'end', head }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          sideOffset={4}
          align={align}
          collisionPadding={8}
          className="z-(--z-tooltip) outline-none"
        >
          <Base.Popup className="motion-open min-w-40 max-w-80 rounded-lg bg-raised p-1 shadow-menu outline-none">
            {head === undefined ? null : (
              <div className="border-line border-b px-2 pt-1 pb-2 mb-1 text-ink-3 text-xs">{head}</div>
            )}
            {entries.map((entry) => (
              <Fragment key={entry.key}>
                {entry.hasSeparator ? <Base.Separator className="my-1 border-line border-t" /> : null}
                <MenuItem entry={entry} />
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The ⋯ at the end of a row (`xs`) or of a page's actions (`icon`). */
export function MoreMenu({
  label,
  entries,
  size = 'xs',
}: {
  label: string;
  entries: readonly MenuEntry[];
  size?: 'xs' | 'icon';
}) {
  const trigger = (
    <Button intent={size === 'xs' ? 'quiet' : 'default'} size={size} aria-label={label}>
      <Ellipsis className="size-4" aria-hidden />
    </Button>
  );
  return <Menu trigger={trigger} entries={entries} />;
}

const ITEM =
  'flex min-h-8 w-full select-none items-center gap-2 rounded-sm px-2 text-ink outline-none data-highlighted:bg-hover data-disabled:text-ink-off phone:min-h-(--size-touch)';

function MenuItem({ entry }: { entry: MenuEntry }) {
  const className = cn(ITEM, entry.isDanger && 'text-fail');
  const content = <ItemContent entry={entry} />;
  if (entry.disabledReason !== undefined || !('href' in entry)) {
    const act = 'onSelect' in entry ? entry.onSelect : 'onChoose' in entry ? entry.onChoose : undefined;
    return (
      <Base.Item
        className={className}
        disabled={entry.disabledReason !== undefined}
        onClick={entry.disabledReason === undefined ? act : undefined}
        {...('isChosen' in entry ? { role: 'menuitemradio', 'aria-checked': entry.isChosen } : {})}
      >
        {content}
      </Base.Item>
    );
  }
  if (entry.isExternal) {
    return (
      <Base.LinkItem className={className} render={<a href={entry.href} target="_blank" rel="noreferrer" />}>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.LinkItem className={className} closeOnClick render={<Link href={entry.href} />}>
      {content}
    </Base.LinkItem>
  );
}

function ItemContent({ entry }: { entry: MenuEntry }) {
  return (
    <>
      {entry.icon}
      <span className="min-w-0 flex-1 py-1">
        {entry.label}
        {entry.disabledReason === undefined ? null : (
          <span className="block text-ink-3 text-xs">{entry.disabledReason}</span>
        )}
      </span>
      {'isChosen' in entry && entry.isChosen ? (
        <Check className="size-3.5 flex-none text-primary" aria-hidden />
      ) : null}
    </>
  );
}
