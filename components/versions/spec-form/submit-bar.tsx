'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';

type SubmitBarProps = {
  verb: string;
  isPending: boolean;
  cancelPath: string;
  /** What stands against it, or what to know. */
  note: ReactNode;
};

/** Sticks to the bottom of the page: the verb, 取消, and what to know. */
export function SubmitBar({ verb, isPending, cancelPath, note }: SubmitBarProps) {
  const common = useTranslations('common');
  return (
    <div className="sticky bottom-0 z-(--z-sticky) -mx-6 mt-auto -mb-6 flex items-center gap-2 bg-surface px-6 py-3 shadow-bar compact:-mx-4 compact:px-4 phone:flex-wrap">
      <Button type="submit" intent="primary" isPending={isPending} className="phone:flex-1">
        {verb}
      </Button>
      <Link href={cancelPath} className={buttonStyle()}>
        {common('cancel')}
      </Link>
      <div className="ml-2 min-w-0 flex-1 text-sm phone:order-first phone:ml-0 phone:basis-full">{note}</div>
    </div>
  );
}
