'use client';
import { useTranslations } from 'use-intl/react';
import { useProblemText } from '#components/api/problem.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { WebshellState } from '#components/webshell/use-webshell.ts';
import { SHELLS_IN_ALL, SHELLS_OF_PERSON } from '#server/domain/shell.ts';

/** Why there is no terminal, or soon will be none. */
export function ShellEnding({ state }: { state: WebshellState }) {
  const text = useEndingText();
  const isFailure = state.kind !== 'open' && state.kind !== 'ended';
  const words = text(state);
  if (words === null) return null;
  return (
    <div className="border-line border-t px-4 py-2.5" role={isFailure ? undefined : 'status'}>
      <Notice kind={isFailure ? 'fail' : 'note'}>{words}</Notice>
    </div>
  );
}

function useEndingText(): (state: WebshellState) => string | null {
  const t = useTranslations('webshell');
  const problems = useTranslations('problems');
  const problemText = useProblemText();
  return (state) => {
    if (state.kind === 'connecting') return null;
    if (state.kind === 'open') {
      return state.endsAt === null ? null : t('idleSoon', { seconds: secondsUntil(state.endsAt) });
    }
    if (state.kind === 'denied') return problemText(state.error);
    if (state.kind === 'lost') return t('lost');
    if (state.kind === 'refused') {
      return problems(state.code, { person: SHELLS_OF_PERSON, all: SHELLS_IN_ALL });
    }
    return t(`ends.${state.reason}`, { code: state.exitCode ?? 0 });
  };
}

/** As it was when the notice came: it is there to be read, not to be watched. */
function secondsUntil(at: number): number {
  return Math.max(1, Math.round((at - Date.now()) / 1000));
}
