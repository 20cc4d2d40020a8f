'use client';
import { Toggle } from '@base-ui/react/toggle';
import { CaseSensitive, Search, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useIssueText } from '#components/api/problem.ts';
import type { LogChoice } from '#components/logs/log-choice.ts';
import { QuerySyntax } from '#components/logs/query-syntax.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldMessage } from '#components/ui/field-group.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { LOG_QUERY_LENGTH } from '#server/domain/log-query.ts';
import { parseLogQuery } from '#server/domain/log-terms.ts';

type Asked = Pick<LogChoice, 'query' | 'isCaseSensitive'>;

type QueryInputProps = {
  asked: Asked;
  /** Asks again where nothing has changed. */
  onAsk: (asked: Partial<Asked>) => void;
  /** Issue code of what the server refused. */
  refusal: string | undefined;
};

const SWITCH =
  'grid size-6 flex-none place-items-center rounded-sm text-ink-3 motion-color hover:bg-hover hover:text-ink phone:size-9';
const ERROR_ID = 'log-query-error';

/** 查询语句: Enter asks, a query that cannot be read is not sent. */
export function QueryInput({ asked, onAsk, refusal }: QueryInputProps) {
  const t = useTranslations('logs');
  const issueText = useIssueText();
  const [typed, setTyped] = useTyped(asked.query);
  const { issue } = parseLogQuery(typed);
  const code = issue ?? (typed === asked.query ? refusal : undefined);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (issue === null) onAsk({ query: typed.trim() });
  }

  return (
    <search className="min-w-0 flex-1 basis-80 phone:basis-full">
      <form onSubmit={submit}>
        <div className="flex gap-2">
          <TextInput
            className="flex-1"
            inputClassName="font-mono text-sm"
            start={<Search className="size-4 flex-none text-ink-3" aria-hidden />}
            aria-label={t('query')}
            aria-invalid={code !== undefined || undefined}
            aria-describedby={code === undefined ? undefined : ERROR_ID}
            placeholder={t('queryPlaceholder')}
            maxLength={LOG_QUERY_LENGTH}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            end={
              <>
                {typed === '' ? null : (
                  <button
                    type="button"
                    aria-label={t('clearQuery')}
                    className={SWITCH}
                    onClick={() => {
                      setTyped('');
                      onAsk({ query: '' });
                    }}
                  >
                    <X className="size-3.5" aria-hidden />
                  </button>
                )}
                <Toggle
                  aria-label={t('caseSensitive')}
                  title={t('caseSensitive')}
                  pressed={asked.isCaseSensitive}
                  onPressedChange={(isCaseSensitive) => onAsk({ isCaseSensitive })}
                  className={`${SWITCH} data-pressed:bg-primary-soft data-pressed:text-primary`}
                >
                  <CaseSensitive className="size-4" aria-hidden />
                </Toggle>
                <QuerySyntax className={SWITCH} />
              </>
            }
          />
          <Button type="submit">{t('search')}</Button>
        </div>
        {code === undefined ? null : <FieldMessage id={ERROR_ID}>{issueText({ code })}</FieldMessage>}
      </form>
    </search>
  );
}

/** What is typed, until the page asks something else. */
function useTyped(query: string): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(query);
  const [known, setKnown] = useState(query);
  if (known !== query) {
    setKnown(query);
    setTyped(query);
  }
  return [typed, setTyped];
}
