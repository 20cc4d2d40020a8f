'use client';
import { useQuery } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { InternalAddress } from '#components/services/internal-address.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { LocalTime } from '#components/ui/local-time.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { EditVersionLink } from '#components/versions/edit-version-link.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { hasField, SPEC_FIELDS, type SpecField } from '#server/domain/diff.ts';

/** 配置信息: every line of the configuration that the instances are made from. */
export function SpecTab({ service, version }: { service: ServiceView; version: VersionView }) {
  const t = useTranslations();
  const specText = useSpecText();
  const { source } = version.spec;
  return (
    <Panel aria-labelledby="information">
      <PanelHead
        id="information"
        title={t('versionDetail.information')}
        end={
          // On the phone the same button stands as wide as the screen a little above.
          <span className="phone:hidden">
            <EditVersionLink service={service} version={version} size="sm" />
          </span>
        }
      >
        <Tag>{t('versionDetail.snapshotValue', { number: version.snapshotNumber })}</Tag>
      </PanelHead>
      <dl className="grid grid-cols-2 border-line-soft border-t narrow:grid-cols-1">
        <Line label={t('versionDetail.uploadType')}>{t(`versionDetail.uploadTypes.${source.kind}`)}</Line>
        <MadeFrom versionId={version.id} />
        {SPEC_FIELDS.filter((field) => hasField(version.spec, field)).map((field) => (
          <Line key={field} label={t(`spec.${field}`)} isMono={isCode(version, field)}>
            {specText(version.spec, field)}
          </Line>
        ))}
        <Line label={t('services.internalAddress')}>
          <InternalAddress address={version.internalAddress} hint={t('services.internalVersionHint')} />
        </Line>
        <Line label={t('versionDetail.remark')}>{version.remark || '-'}</Line>
        <Line label={t('versionDetail.createdAt')}>
          <LocalTime at={version.createdAt} />
        </Line>
      </dl>
      <EnvList env={version.spec.env} />
    </Panel>
  );
}

/** What the instances are made from, as it was found out when it was pulled or built. */
function MadeFrom({ versionId }: { versionId: string }) {
  const t = useTranslations('versionDetail');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.history.madeFrom.queryOptions({ versionId }));
  if (!data) return null;
  const { digest, commit, sizeBytes } = data;
  return (
    <>
      {commit === null ? null : <Code label={t('commit')} text={commit} copyLabel={t('copyCommit')} />}
      {digest === null ? null : <Code label={t('digest')} text={digest} copyLabel={t('copyDigest')} />}
      {sizeBytes === 0 ? null : (
        <Line label={t('imageSize')}>{t('imageSizeValue', { megabytes: megabytesOf(sizeBytes) })}</Line>
      )}
    </>
  );
}

function megabytesOf(bytes: number): string {
  return bytes < 1_000_000 ? '<1' : String(Math.round(bytes / 1_000_000));
}

function Code({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  return (
    <Line label={label} isMono>
      <span className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 truncate" title={text}>
          {text}
        </span>
        <CopyButton text={text} label={copyLabel} />
      </span>
    </Line>
  );
}

/** Set in the fixed-width type: what is typed into machines. */
function isCode({ spec }: VersionView, field: SpecField): boolean {
  if (field === 'image' || field === 'code' || field === 'logPath') return true;
  return (field === 'command' || field === 'args') && spec[field].length > 0;
}

function Line({ label, isMono, children }: { label: string; isMono?: boolean; children: ReactNode }) {
  return (
    <div className="grid min-h-10 grid-cols-[116px_minmax(0,1fr)] items-center gap-x-3 border-line-soft border-b px-4 py-2">
      <dt className="text-ink-3">{label}</dt>
      <dd
        className={
          isMono ? 'font-mono text-ink text-xs [overflow-wrap:anywhere]' : 'text-ink [overflow-wrap:anywhere]'
        }
      >
        {children}
      </dd>
    </div>
  );
}

function EnvList({ env }: { env: VersionView['spec']['env'] }) {
  const t = useTranslations();
  return (
    <section aria-labelledby="env">
      <h3 id="env" className="px-4 pt-3 pb-2">
        {t('spec.env')} <span className="font-normal text-ink-3 text-xs">{env.length}</span>
      </h3>
      {env.length === 0 ? (
        <p className="px-4 pb-4 text-ink-3">{t('versionDetail.envEmpty')}</p>
      ) : (
        <dl className="pb-2">
          {env.map((entry) => (
            <EnvLine key={entry.name} name={entry.name} value={entry.kind === 'plain' ? entry.value : null} />
          ))}
        </dl>
      )}
    </section>
  );
}

/** A value may be a password: it is shown when asked for; what was kept as a secret never is. */
function EnvLine({ name, value }: { name: string; value: string | null }) {
  const t = useTranslations('versionDetail');
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="grid min-h-9 grid-cols-[264px_minmax(0,1fr)] items-center phone:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 px-4 py-1 font-mono text-xs">
      <dt className="text-ink-2 [overflow-wrap:anywhere]">{name}</dt>
      <dd className="flex min-w-0 items-center gap-2 text-ink">
        <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {isShown ? value : '••••••••'}
        </span>
        {value === null ? (
          <span className="font-sans text-ink-3">{t('secretValue')}</span>
        ) : (
          <Button
            intent="quiet"
            size="xs"
            aria-label={t(isShown ? 'hideValue' : 'showValue', { name })}
            onClick={() => setShown(!isShown)}
          >
            <Icon className="size-3.5" aria-hidden />
          </Button>
        )}
      </dd>
    </div>
  );
}
