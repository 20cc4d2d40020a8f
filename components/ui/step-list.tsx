import { Progress } from '@base-ui/react/progress';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon, type StatusKind } from '#components/ui/status-icon.tsx';

export type Step = {
  key: string;
  name: string;
  state: 'todo' | 'running' | 'finished' | 'failed';
  /** Right, in 12: "3.6 秒", "未执行". */
  time?: ReactNode;
  /** Second line. */
  detail?: string;
  /** 0–100, where it is known how far the running step is. */
  percent?: number;
};

const ICON: Record<Step['state'], StatusKind> = {
  todo: 'todo',
  running: 'busy',
  finished: 'ok',
  failed: 'fail',
};

/** The steps of a deployment on one line from top to bottom. */
export function StepList({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol aria-label={label} className="py-2">
      {steps.map((step) => (
        <StepItem key={step.key} step={step} />
      ))}
    </ol>
  );
}

function StepItem({ step }: { step: Step }) {
  const { state } = step;
  const isActive = state === 'running' || state === 'failed';
  return (
    <li
      aria-current={state === 'running' ? 'step' : undefined}
      className={cn(
        'relative grid grid-cols-[16px_1fr_auto] gap-x-3 px-4 py-2',
        'not-last:before:absolute not-last:before:top-[29px] not-last:before:-bottom-[7px] not-last:before:left-[23.5px] not-last:before:w-px not-last:before:bg-line',
        state === 'running' && 'bg-primary-soft',
        state === 'failed' && 'bg-fail-soft',
      )}
    >
      <StatusIcon kind={ICON[state]} className="mt-0.5 size-4" />
      <span className={cn(state === 'todo' ? 'text-ink-3' : 'text-ink', isActive && 'font-strong')}>
        {step.name}
      </span>
      <span className="text-ink-3 text-xs leading-5">{step.time}</span>
      {step.detail === undefined ? null : (
        <span
          className={cn('col-start-2 col-end-4 text-xs', state === 'failed' ? 'text-fail' : 'text-ink-3')}
        >
          {step.detail}
        </span>
      )}
      {state === 'running' && step.percent !== undefined ? (
        <ProgressBar percent={step.percent} label={step.name} valueText={step.detail} />
      ) : null}
    </li>
  );
}

function ProgressBar({
  percent,
  label,
  valueText,
}: {
  percent: number;
  label: string;
  /** What the bar shows, in words; the bare percentage where there are none. */
  valueText: string | undefined;
}) {
  return (
    <Progress.Root
      value={percent}
      aria-label={label}
      aria-valuetext={valueText}
      className="col-start-2 col-end-4 mt-1.5"
    >
      <Progress.Track className="h-[3px] overflow-hidden rounded-xs bg-primary-line">
        <Progress.Indicator className="rounded-xs bg-primary transition-[width] duration-(--duration-share)" />
      </Progress.Track>
    </Progress.Root>
  );
}
