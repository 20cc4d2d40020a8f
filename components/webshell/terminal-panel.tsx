'use client';
import '@xterm/xterm/css/xterm.css';
import Link from 'next/link';
import { useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Panel, PanelFoot } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { PhoneKeys } from '#components/webshell/phone-keys.tsx';
import { ShellEnding } from '#components/webshell/shell-ending.tsx';
import { LEAVE_KEYS } from '#components/webshell/terminal-keys.ts';
import { useWebshell, type WebshellState } from '#components/webshell/use-webshell.ts';

type TerminalPanelProps = { versionId: string; instanceId: string; instancesPath: string };

/** The terminal with the state of its connection. What it showed stays readable after its end. */
export function TerminalPanel({ versionId, instanceId, instancesPath }: TerminalPanelProps) {
  const t = useTranslations('webshell');
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { state, connect, disconnect, type } = useWebshell({ versionId, instanceId }, frame, () =>
    button.current?.focus(),
  );
  const isOver = state.kind !== 'connecting' && state.kind !== 'open';
  return (
    <Panel aria-label={t('terminal')}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-1.5">
        <ConnectionBadge state={state} />
        <div className="ml-auto flex items-center gap-2">
          {isOver ? (
            <Link href={instancesPath} className={buttonStyle({ size: 'sm' })}>
              {t('back')}
            </Link>
          ) : null}
          <Button ref={button} size="sm" onClick={isOver ? connect : disconnect}>
            {isOver ? t('reconnect') : t('disconnect')}
          </Button>
        </div>
      </div>
      <ShellEnding state={state} />
      <div
        ref={frame}
        className="h-[max(16rem,calc(100dvh-19rem))] overflow-hidden border-line border-t bg-sunken p-2 font-mono text-ink accent-primary-line phone:h-[52dvh]"
      />
      <PhoneKeys isActive={state.kind === 'open'} onKey={type} />
      <PanelFoot>
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 phone:hidden">
          <span>
            <Kbd>Ctrl+Shift+C</Kbd> {t('copy')} <Kbd>Ctrl+Shift+V</Kbd> {t('paste')}
          </span>
          <span>
            <Kbd>{LEAVE_KEYS}</Kbd> {t('leave')}
          </span>
          <span>{t('exitHint')}</span>
        </span>
        <span className="hidden phone:inline">{t('exitHint')}</span>
      </PanelFoot>
    </Panel>
  );
}

/** Announced: what happens to the connection is seen nowhere else. */
function ConnectionBadge({ state }: { state: WebshellState }) {
  const t = useTranslations('webshell');
  const known = {
    connecting: { kind: 'busy', word: t('connecting') },
    open: { kind: 'ok', word: t('connected') },
  } as const;
  const { kind, word } =
    state.kind === 'connecting' || state.kind === 'open'
      ? known[state.kind]
      : { kind: 'off' as const, word: t('disconnected') };
  return (
    <span role="status">
      <StatusBadge kind={kind}>{word}</StatusBadge>
    </span>
  );
}
