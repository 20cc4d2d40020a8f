'use client';
import { Copy, Filter, ListTree } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { withoutAnsi } from '#components/logs/ansi-pieces.ts';
import { Button } from '#components/ui/button.tsx';
import { copyText } from '#components/ui/copy-button.tsx';
import { LocalTime } from '#components/ui/local-time.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { LogLineView } from '#server/domain/log-query.ts';

type LogDetailsProps = {
  line: LogLineView;
  onFind?: ((key: string, value: string) => void) | undefined;
  onContext?: ((line: LogLineView) => void) | undefined;
};

/** All there is of a line: where it is from, and its fields where it is JSON. */
export function LogDetails({ line, onFind, onContext }: LogDetailsProps) {
  const t = useTranslations('logs');
  return (
    <div className="my-1 ml-5 rounded-md border border-line bg-surface font-sans text-sm phone:ml-0">
      <div className="flex flex-wrap items-center gap-1 border-line-soft border-b px-2 py-1">
        {onContext === undefined || line.instanceId === '' ? null : (
          <Button intent="quiet" size="sm" onClick={() => onContext(line)}>
            <ListTree className="size-4" aria-hidden />
            {t('context')}
          </Button>
        )}
        <CopyLine text={withoutAnsi(line.text)} />
      </div>
      <dl className="py-1">
        <Origin line={line} onFind={onFind} />
        {Object.entries(line.fields ?? {}).map(([key, value]) => (
          <Line key={key} name={key} value={value} onFind={onFind && (() => onFind(key, value))} isCode />
        ))}
      </dl>
    </div>
  );
}

function CopyLine({ text }: { text: string }) {
  const t = useTranslations('logs');
  const announce = useAnnounce();
  return (
    <Button intent="quiet" size="sm" onClick={() => copyText(text) && announce({ text: t('copied') })}>
      <Copy className="size-4" aria-hidden />
      {t('copyLine')}
    </Button>
  );
}

/** What the platform knows of it; each can be asked for by its key of the query language. */
function Origin({ line, onFind }: Omit<LogDetailsProps, 'onContext'>) {
  const t = useTranslations('logs');
  const by = (key: string, value: string) => onFind && (() => onFind(key, value));
  const { versionName, instanceId, stream, level, file } = line;
  return (
    <>
      <Line name={t('at')} value={<LocalTime at={line.at} />} />
      {versionName === '' ? null : (
        <Line name={t('version')} value={versionName} onFind={by('version', versionName)} />
      )}
      {instanceId === '' ? null : (
        <Line name={t('instance')} value={instanceId} onFind={by('instance', instanceId)} />
      )}
      <Line name={t('stream')} value={t(`streamNames.${stream}`)} onFind={by('stream', stream)} />
      <Line name={t('level')} value={t(`levelNames.${level}`)} onFind={by('level', level)} />
      {file === null ? null : <Line name={t('file')} value={file} onFind={by('file', file)} />}
    </>
  );
}

type LineProps = { name: string; value: ReactNode; onFind?: (() => void) | undefined; isCode?: boolean };

function Line({ name, value, onFind, isCode = false }: LineProps) {
  const t = useTranslations('logs');
  return (
    <div className="grid grid-cols-[minmax(96px,200px)_24px_minmax(0,1fr)] items-start gap-x-3 px-3 py-0.5 hover:bg-hover phone:items-center phone:gap-x-1 phone:grid-cols-[minmax(72px,112px)_36px_minmax(0,1fr)]">
      <dt className={isCode ? 'py-0.5 font-mono text-ink-3 text-xs [overflow-wrap:anywhere]' : 'text-ink-3'}>
        {name}
      </dt>
      <dd className="h-6 phone:h-9">
        {onFind === undefined ? null : (
          <Button
            intent="quiet"
            size="xs"
            aria-label={t('onlyThisOf', { key: name })}
            title={t('onlyThis')}
            onClick={onFind}
          >
            <Filter className="size-3.5" aria-hidden />
          </Button>
        )}
      </dd>
      <dd
        className={
          isCode
            ? 'whitespace-pre-wrap py-0.5 font-mono text-ink text-xs [overflow-wrap:anywhere]'
            : 'text-ink [overflow-wrap:anywhere]'
        }
      >
        {value}
      </dd>
    </div>
  );
}
