'use client';
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { type StartedTerminal, startTerminal } from '#components/webshell/start-terminal.ts';
import type { ShellNews } from '#server/domain/shell-protocol.ts';

export type WebshellState =
  | { kind: 'connecting' }
  /** `endsAt` (epoch ms): nobody has typed for long. */
  | { kind: 'open'; endsAt: number | null }
  | Extract<ShellNews, { kind: 'ended' | 'refused' }>
  /** The connection broke, or there never was one. */
  | { kind: 'lost' }
  /** The console gave no ticket. */
  | { kind: 'denied'; error: unknown };

export type Webshell = {
  state: WebshellState;
  /** Begins anew, with an empty screen. */
  connect: () => void;
  disconnect: () => void;
  /** As if it came from the keyboard. */
  type: (text: string) => void;
};

/** A terminal in `frame`, as long as the component is there. */
export function useWebshell(
  input: { versionId: string; instanceId: string },
  frame: RefObject<HTMLElement | null>,
  onLeave: () => void,
): Webshell {
  const t = useTranslations('webshell');
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.shell.open.mutationOptions());
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<WebshellState>({ kind: 'connecting' });
  const closing = useRef<AbortController>(null);
  const started = useRef<StartedTerminal>(null);
  const label = t('terminalOf', { instance: input.instanceId });

  // biome-ignore lint/correctness/useExhaustiveDependencies: one terminal for each attempt, whatever is rendered anew
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    closing.current = controller;
    const change = (next: WebshellState) => signal.aborted || setState(next);
    const order = {
      ask: () => mutateAsync(input),
      onNews: (news: ShellNews) => change(stateAfter(news)),
      onLost: () => change({ kind: 'lost' }),
      onTyped: () => setState((now) => (now.kind === 'open' && now.endsAt ? { ...now, endsAt: null } : now)),
      ...{ label, onLeave, signal },
    };
    started.current = null;
    if (!frame.current) return;
    startTerminal({ ...order, frame: frame.current }).then(
      (terminal) => {
        started.current = terminal;
      },
      (error) => change({ kind: 'denied', error }),
    );
    return () => controller.abort();
  }, [attempt]);

  return {
    state,
    connect() {
      setState({ kind: 'connecting' });
      setAttempt((count) => count + 1);
    },
    disconnect() {
      if (started.current) started.current.stop();
      else closing.current?.abort();
      setState({ kind: 'ended', reason: 'left', exitCode: null });
    },
    type: (text) => started.current?.type(text),
  };
}

function stateAfter(news: ShellNews): WebshellState {
  if (news.kind === 'opened') return { kind: 'open', endsAt: null };
  if (news.kind === 'idle') return { kind: 'open', endsAt: Date.now() + news.endsInMs };
  return news;
}
