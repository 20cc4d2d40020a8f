'use client';
import { choiceOf, type LogChoice, paramsOf } from '#components/logs/log-choice.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';

type Changes = Partial<LogChoice>;

/** What is shown, from the URL, and what changes some of it. */
export function useLogChoice() {
  const { params, change } = useUrlParams();
  return {
    choice: choiceOf(params),
    set: (changes: Changes | ((now: LogChoice) => Changes)) => {
      // A page may be drawn a while after its URL has changed: the next change builds on the URL, not on what is drawn.
      const now = choiceOf(new URLSearchParams(window.location.search));
      change(paramsOf({ ...now, ...(typeof changes === 'function' ? changes(now) : changes) }));
    },
  };
}
