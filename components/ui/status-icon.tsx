import { cn } from '#components/ui/cn.ts';

/** A shape of its own for each kind, so that colour is never the only sign. */
export type StatusKind = 'ok' | 'busy' | 'fail' | 'off' | 'paused' | 'todo';

const COLOR: Record<StatusKind, string> = {
  ok: 'text-ok',
  busy: 'text-busy',
  fail: 'text-fail',
  off: 'text-off',
  paused: 'text-off',
  todo: 'text-control',
};

/** Decorative: the word stands beside it. 14 px unless `className` says otherwise. */
export function StatusIcon({ kind, className }: { kind: StatusKind; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={cn('size-3.5 flex-none', COLOR[kind], className)}>
      <StatusShape kind={kind} />
    </svg>
  );
}

function StatusShape({ kind }: { kind: StatusKind }) {
  switch (kind) {
    case 'ok':
      return <Disc />;
    case 'busy':
      return <Arc />;
    case 'fail':
      return <Octagon />;
    case 'todo':
      return <Ring dash="2.4 2.4" />;
    case 'off':
      return (
        <>
          <Ring />
          <path d="M5.4 8h5.2" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
        </>
      );
    case 'paused':
      return (
        <>
          <Ring />
          <path d="M6.5 5.9v4.2M9.5 5.9v4.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </>
      );
  }
}

function Disc() {
  return (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="m4.9 8.2 2.1 2.1 4.1-4.3"
        fill="none"
        stroke="var(--color-surface)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  );
}

function Arc() {
  return (
    <g className="spin" fill="none" stroke="currentColor" strokeWidth="2">
      <circle cx="8" cy="8" r="6" strokeOpacity=".26" />
      <path d="M8 2a6 6 0 0 1 6 6" strokeLinecap="round" />
    </g>
  );
}

function Octagon() {
  return (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
      <path d="M8 4.4v4.2M8 11.4v.1" stroke="var(--color-surface)" strokeWidth="1.8" strokeLinecap="round" />
    </>
  );
}

function Ring({ dash }: { dash?: string }) {
  return (
    <circle
      cx="8"
      cy="8"
      r="6.1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeDasharray={dash}
    />
  );
}
