'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { LOG_TIMES, type LogChoice, type LogTime } from '#components/requests/use-request-log.ts';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { TypedFilter } from '#components/ui/typed-filter.tsx';
import { STATUS_CLASSES, type StatusClass } from '#server/domain/status-class.ts';

const ALL = '';

type RequestFilterProps = {
  choice: LogChoice;
  onChange: (choice: LogChoice) => void;
  versions: readonly { id: string; name: string }[];
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
};

/** Path, version, status and time, and whether the list follows. */
export function RequestFilter({ choice, onChange, versions, isFollowing, onFollow }: RequestFilterProps) {
  const t = useTranslations('requests');
  const followId = useId();
  const wordOf = (code: StatusClass) => (code === 'left' || code === 'broken' ? t(code) : code);
  const versionOptions = versions.map(({ id, name }) => ({ value: id, label: name }));
  const statusOptions = STATUS_CLASSES.map((code) => ({ value: code, label: wordOf(code) }));
  const timeOptions = (Object.keys(LOG_TIMES) as LogTime[]).map((time) => ({ value: time, label: t(time) }));
  return (
    <>
      <TypedFilter
        label={t('filterPath')}
        placeholder={t('filterPathPlaceholder')}
        text={choice.text ?? ''}
        onSettled={(text) => onChange({ ...choice, text: text || undefined })}
      />
      <Select<string>
        className="w-40 phone:w-[calc(50%-4px)]"
        aria-label={t('filterVersion')}
        value={choice.versionId ?? ALL}
        onChange={(versionId) => onChange({ ...choice, versionId: versionId || undefined })}
        options={[{ value: ALL, label: t('allVersions') }, ...versionOptions]}
      />
      <Select<StatusClass | typeof ALL>
        className="w-32 phone:w-[calc(50%-4px)]"
        aria-label={t('filterStatus')}
        value={choice.statusClass ?? ALL}
        onChange={(code) => onChange({ ...choice, statusClass: code || undefined })}
        options={[{ value: ALL, label: t('allStatuses') }, ...statusOptions]}
      />
      <Select<LogTime | typeof ALL>
        className="w-36 phone:w-[calc(50%-4px)]"
        aria-label={t('filterTime')}
        value={choice.time ?? ALL}
        onChange={(time) => onChange({ ...choice, time: time || undefined })}
        options={[{ value: ALL, label: t('allTimes') }, ...timeOptions]}
      />
      <span className="ml-auto flex items-center gap-2">
        <span id={followId}>{t('follow')}</span>
        <Switch aria-labelledby={followId} checked={isFollowing} onChange={onFollow} />
      </span>
    </>
  );
}
