'use client';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** What a form's page needs could not be read. */
export function FormNotRead({
  title,
  what,
  hint,
  isRetrying,
  onRetry,
}: {
  title: string;
  what: string;
  hint: string;
  isRetrying: boolean;
  onRetry: () => void;
}) {
  return (
    <>
      <PageHeader title={title} />
      <Panel aria-label={title}>
        <ErrorState title={what} hint={hint} onRetry={onRetry} isRetrying={isRetrying} />
      </Panel>
    </>
  );
}

/** A form and what it is compared with, before they are there, in their own sizes. */
export function FormLoading({ title, beside }: { title: string; beside: string }) {
  return (
    <div aria-busy="true">
      <PageHeader title={title} />
      <div className="grid grid-cols-[minmax(0,1fr)_376px] gap-4 narrow:grid-cols-[minmax(0,1fr)]">
        <Panel aria-label={title} className="grid h-160 content-start gap-6 p-4">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
            <Skeleton key={row} width={480} />
          ))}
        </Panel>
        <Panel aria-label={beside} className="grid h-80 content-start gap-4 p-4">
          {['a', 'b', 'c'].map((row) => (
            <Skeleton key={row} width={240} />
          ))}
        </Panel>
      </div>
    </div>
  );
}
