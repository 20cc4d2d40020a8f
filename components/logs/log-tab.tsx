'use client';
// 日志: what the instances, builds and deployments of a service printed. Two ways to read it: pages of what a search
// found, which stand still, and 实时, which follows. What is asked for is in the URL; lines are text and nothing else.
import { RefreshCw } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { LogChoice } from '#components/logs/log-choice.ts';
import { LogContext } from '#components/logs/log-context.tsx';
import { LogExport } from '#components/logs/log-export.tsx';
import { LogFilter } from '#components/logs/log-filter.tsx';
import { LogLive } from '#components/logs/log-live.tsx';
import { LogPages } from '#components/logs/log-pages.tsx';
import { QueryInput } from '#components/logs/query-input.tsx';
import { soughtTexts, withTerm } from '#components/logs/query-term.ts';
import { useLogChoice } from '#components/logs/use-log-choice.ts';
import { useLogSearch, useLogSources } from '#components/logs/use-log-search.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelTools } from '#components/ui/panel.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { LogLineView, LogSources } from '#server/domain/log-query.ts';

export function LogTab({ service }: { service: Pick<ServiceView, 'id'> }) {
  const t = useTranslations('logs');
  const { choice, set } = useLogChoice();
  const sources = useLogSources(service.id);
  const [around, setAround] = useState<LogLineView>();
  const { search, ask, refusal } = useLogSearch(service.id, choice);
  const { query, isCaseSensitive } = choice;
  const sought = useMemo(() => ({ texts: soughtTexts(query), isCaseSensitive }), [query, isCaseSensitive]);
  const shown = {
    choice,
    sought,
    onFind: (key: string, value: string) => set((now) => ({ query: withTerm(now.query, key, value) })),
    onContext: setAround,
  };
  return (
    <Panel aria-label={t('title')}>
      <PanelTools>
        <QueryInput
          asked={choice}
          refusal={refusal}
          onAsk={(asked) => {
            set(asked);
            ask();
          }}
        />
        <Actions
          serviceId={service.id}
          choice={choice}
          onChange={set}
          onAsk={ask}
          isAsking={search.isFetching}
        />
        <div className="flex basis-full flex-wrap items-center gap-2">
          <LogFilter choice={choice} onChange={set} sources={sources} />
          <TopicChoice sources={sources} choice={choice} onChange={set} />
        </div>
      </PanelTools>
      {choice.isLive ? (
        <LogLive
          key={JSON.stringify(choice)}
          serviceId={service.id}
          onLeave={() => set({ isLive: false })}
          {...shown}
        />
      ) : (
        <LogPages search={search} onChange={set} {...shown} />
      )}
      {around === undefined ? null : (
        <LogContext
          serviceId={service.id}
          line={around}
          sought={sought}
          onClose={() => setAround(undefined)}
        />
      )}
    </Panel>
  );
}

type ChoiceProps = { choice: LogChoice; onChange: (changes: Partial<LogChoice>) => void };

type ActionsProps = ChoiceProps & { serviceId: string; onAsk: () => void; isAsking: boolean };

function Actions({ serviceId, choice, onChange, onAsk, isAsking }: ActionsProps) {
  const t = useTranslations('logs');
  const id = useId();
  return (
    <div className="ml-auto flex items-center gap-2">
      <span id={id}>{t('live')}</span>
      <Switch aria-labelledby={id} checked={choice.isLive} onChange={(isLive) => onChange({ isLive })} />
      <Button
        intent="quiet"
        size="icon"
        aria-label={t('refresh')}
        title={t('refresh')}
        disabled={choice.isLive || isAsking}
        onClick={onAsk}
      >
        <RefreshCw className="size-4" aria-hidden />
      </Button>
      <LogExport serviceId={serviceId} choice={choice} />
    </div>
  );
}

/** Only where other services share 日志集 and 日志主题. */
function TopicChoice({ sources, choice, onChange }: ChoiceProps & { sources: LogSources | undefined }) {
  const t = useTranslations('logs');
  const id = useId();
  if (!sources || (sources.topicServices.length < 2 && !choice.isWholeTopic)) return null;
  const { logSet, logTopic, topicServices } = sources;
  return (
    <span className="flex items-center gap-2">
      <Switch
        aria-labelledby={id}
        checked={choice.isWholeTopic}
        onChange={(isWholeTopic) => onChange({ isWholeTopic })}
      />
      <span id={id}>
        {t('topic')}{' '}
        <span className="text-ink-3 text-xs">
          {t('topicHint', { set: logSet || '-', topic: logTopic || '-', count: topicServices.length })}
        </span>
      </span>
    </span>
  );
}
