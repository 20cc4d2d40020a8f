'use client';
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { LOG_TIMES, type LogChoice, type LogTime } from '#components/requests/use-request-log.ts';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { STATUS_CLASSES, type StatusClass } from '#server/domain/status-class.ts';

const DEBOUNCE_MS = 250;
const LONGEST_TEXT = 200;
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
      <PathFilter
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

/** What is typed is looked for when the typing pauses. */
function PathFilter({ text, onSettled }: { text: string; onSettled: (text: string) => void }) {
  const t = useTranslations('requests');
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  const settle = useEffectEvent(onSettled);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => settle(typed), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <TextInput
      className="w-60 phone:w-full"
      start={<Search className="size-4 flex-none text-ink-3" aria-hidden />}
      aria-label={t('filterPath')}
      placeholder={t('filterPathPlaceholder')}
      maxLength={LONGEST_TEXT}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
