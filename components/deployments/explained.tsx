'use client';
// How a failure explains itself, on the page of a deployment and on that of a version: 错误详情 left, 处理建议 right, and
// below what still works (S0-12, S0-13, S2-16).
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { Tag } from '#components/ui/tag.tsx';

export function Explained({ children }: { children: ReactNode }) {
  return (
    <div className="mb-4 grid grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)] overflow-hidden rounded-lg border border-fail-line bg-surface phone:grid-cols-[minmax(0,1fr)]">
      {children}
    </div>
  );
}

/** 错误详情. `tag`: the code that people can search for. */
export function ErrorDetails({ tag, children }: { tag?: string; children: ReactNode }) {
  const t = useTranslations('deployments');
  const id = useId();
  return (
    <section aria-labelledby={id} className="px-4 pt-3.5 pb-4">
      <div className="mb-2 flex items-center gap-2">
        <StatusIcon kind="fail" className="size-4" />
        <h2 id={id}>{t('failure')}</h2>
        {tag === undefined ? null : <Tag isCode>{tag}</Tag>}
      </div>
      {children}
    </section>
  );
}

/** A line of facts below the sentence. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="mt-1.5 flex flex-wrap gap-x-5 text-sm">{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-ink-3">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** 处理建议: what to do, numbered, and the buttons of what the console can do. */
export function AdviceSection({ texts, children }: { texts: readonly string[]; children: ReactNode }) {
  const t = useTranslations('deployments');
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="border-line border-l px-4 pt-3.5 pb-4 phone:border-t phone:border-l-0"
    >
      <h2 id={id} className="mb-2">
        {t('advice')}
      </h2>
      <ol className="grid gap-2">
        {texts.map((text, index) => (
          <li key={text} className="grid grid-cols-[20px_1fr] gap-2">
            <span
              aria-hidden
              className="grid size-5 place-items-center rounded-full bg-off-soft text-ink-2 text-xs"
            >
              {index + 1}
            </span>
            <span className="[overflow-wrap:anywhere]">{text}</span>
          </li>
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
