'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { useUploadProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import {
  isDeadEnd,
  type PackageFacts,
  packageOutcome,
} from '#components/versions/spec-form/package-outcome.ts';
import type { Upload, UploadState } from '#components/versions/spec-form/use-upload.ts';

type PackageStateProps = { upload: Upload; runner: 'docker' | 'embedded'; keptName: string };

/** What has become of the upload: how far it is, why it failed, or what will be made of it. */
export function PackageState({ upload, runner, keptName }: PackageStateProps) {
  const t = useTranslations('specForm');
  const { state } = upload;
  switch (state.kind) {
    case 'sending':
      return <Sending state={state} onCancel={upload.cancel} />;
    case 'failed':
      return <Failed state={state} onRetry={() => void upload.send(state.parcel)} />;
    case 'done':
      return <Done facts={state.facts} runner={runner} />;
    default:
      return keptName ? (
        <p className="mt-2 text-ink-2 text-sm">{t('keptPackage', { name: keptName })}</p>
      ) : null;
  }
}

function Sending({
  state,
  onCancel,
}: {
  state: Extract<UploadState, { kind: 'sending' }>;
  onCancel: () => void;
}) {
  const t = useTranslations('specForm');
  const common = useTranslations('common');
  const { fileName, body } = state.parcel;
  const percent = body.size === 0 ? 100 : Math.min(100, Math.round((state.sentBytes / body.size) * 100));
  const isSent = percent === 100;
  return (
    <div className="mt-2 grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3 text-sm">
      <Meter
        label={isSent ? t('unpacking', { name: fileName }) : t('sending', { name: fileName })}
        value={percent}
        max={100}
        valueText={t('sent', { percent, size: megabytes(body.size) })}
      />
      <Button size="sm" onClick={onCancel}>
        {common('cancel')}
      </Button>
    </div>
  );
}

function Failed({
  state,
  onRetry,
}: {
  state: Extract<UploadState, { kind: 'failed' }>;
  onRetry: () => void;
}) {
  const t = useTranslations('specForm');
  const problemText = useUploadProblemText();
  return (
    <div className="mt-2 flex flex-wrap items-start gap-3">
      <Notice kind="fail" className="min-w-0 flex-1 text-xs">
        {state.problem ? problemText(state.problem) : t('notSent', { name: state.parcel.fileName })}
      </Notice>
      <Button size="sm" onClick={onRetry}>
        {t('sendAgain')}
      </Button>
    </div>
  );
}

function Done({ facts, runner }: { facts: PackageFacts; runner: 'docker' | 'embedded' }) {
  const t = useTranslations('specForm');
  const issues = useTranslations('issues');
  const { control } = useFields();
  const source = useWatch({ control, name: 'spec.source' });
  if (source.kind !== 'package') return null;
  const outcome = packageOutcome(facts, source, runner);
  const text = outcome === 'compose' ? issues('compose_unsupported') : t(`outcome.${outcome}`);
  return (
    <div className="mt-2 grid gap-1 text-sm" role="status">
      <p className="flex items-start gap-2">
        <StatusIcon kind="ok" className="mt-[3px]" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <b>{facts.fileName}</b>{' '}
          <span className="text-ink-3">
            {t('uploaded', {
              files: facts.fileCount,
              size: megabytes(facts.sizeBytes),
              dockerfile: facts.hasDockerfile ? 'yes' : 'no',
            })}
          </span>
        </span>
      </p>
      {isDeadEnd(outcome) ? (
        <Notice kind="fail" className="text-xs">
          {text}
        </Notice>
      ) : (
        <p className="ml-[22px] text-ink-3 text-xs">{text}</p>
      )}
    </div>
  );
}

/** MB with one digit: 10⁶ bytes. */
function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
