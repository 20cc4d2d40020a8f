'use client';
import { useTranslations } from 'use-intl/react';
import { ChoiceMenu } from '#components/logs/choice-menu.tsx';
import { CustomTime } from '#components/logs/custom-time.tsx';
import { LOG_TIMES, type LogChoice, type LogTime } from '#components/logs/log-choice.ts';
import { Select } from '#components/ui/select.tsx';
import { LOG_LEVELS, LOG_STREAMS, type LogSources } from '#server/domain/log-query.ts';

type LogFilterProps = {
  choice: LogChoice;
  onChange: (changes: Partial<LogChoice>) => void;
  sources: LogSources | undefined;
};

const TIMES = [...(Object.keys(LOG_TIMES) as LogTime[]), 'custom'] as const;

/** Time, version, instance, stream, level, order. */
export function LogFilter({ choice, onChange, sources }: LogFilterProps) {
  const t = useTranslations('logs');
  return (
    <>
      {choice.isLive ? null : <TimeChoice choice={choice} onChange={onChange} />}
      <SourceChoices choice={choice} onChange={onChange} sources={sources} />
      <ChoiceMenu
        label={t('streams')}
        all={t('allStreams')}
        chosen={choice.streams}
        onChange={(streams) => onChange({ streams })}
        options={LOG_STREAMS.map((value) => ({ value, label: t(`streamNames.${value}`) }))}
      />
      <ChoiceMenu
        label={t('levels')}
        all={t('allLevels')}
        chosen={choice.levels}
        onChange={(levels) => onChange({ levels })}
        options={LOG_LEVELS.map((value) => ({ value, label: t(`levelNames.${value}`) }))}
      />
      {choice.isLive ? null : (
        <Select<LogChoice['order']>
          className="w-32 phone:w-[calc(50%-4px)]"
          aria-label={t('order')}
          value={choice.order}
          onChange={(order) => onChange({ order })}
          options={(['desc', 'asc'] as const).map((value) => ({ value, label: t(value) }))}
        />
      )}
    </>
  );
}

function TimeChoice({ choice, onChange }: Omit<LogFilterProps, 'sources'>) {
  const t = useTranslations('logs');
  return (
    <>
      <Select<LogTime>
        className="w-36 phone:w-[calc(50%-4px)]"
        aria-label={t('time')}
        value={choice.time}
        onChange={(time) => onChange(time === 'custom' ? { time, ...customOf(choice) } : { time })}
        options={TIMES.map((value) => ({ value, label: t(value) }))}
      />
      {choice.time === 'custom' ? <CustomTime from={choice.from} to={choice.to} onChange={onChange} /> : null}
    </>
  );
}

/** A time of one's own begins with the one that was chosen. */
function customOf({ time }: LogChoice): Pick<LogChoice, 'from' | 'to'> {
  const now = Date.now();
  return { from: time === 'custom' ? null : now - LOG_TIMES[time], to: now };
}

function SourceChoices({ choice, onChange, sources }: LogFilterProps) {
  const t = useTranslations('logs');
  const versions = sources?.versions ?? [];
  const nameOf = new Map(versions.map(({ id, name }) => [id, name]));
  const instances = (sources?.instances ?? []).filter(
    ({ versionId }) => choice.versionIds.length === 0 || choice.versionIds.includes(versionId),
  );
  return (
    <>
      <ChoiceMenu
        label={t('versions')}
        all={t('allVersions')}
        chosen={choice.versionIds}
        onChange={(versionIds) => onChange({ versionIds, instanceIds: [] })}
        options={versions.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ChoiceMenu
        label={t('instances')}
        all={t('allInstances')}
        chosen={choice.instanceIds}
        onChange={(instanceIds) => onChange({ instanceIds })}
        options={instances.map(({ id, versionId }) => ({
          value: id,
          label: id,
          hint: nameOf.get(versionId) ?? '',
        }))}
      />
    </>
  );
}
