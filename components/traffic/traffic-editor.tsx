'use client';
import { Info, Plus } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useProblemText } from '#components/api/problem.ts';
import { AudienceNote } from '#components/traffic/audience-note.tsx';
import { QuickShares } from '#components/traffic/quick-shares.tsx';
import { useSharesText } from '#components/traffic/shares-text.ts';
import { TrafficConflict } from '#components/traffic/traffic-conflict.tsx';
import { addRow, newestRow } from '#components/traffic/traffic-form.ts';
import { TrafficRowHead, TrafficRowLine } from '#components/traffic/traffic-row.tsx';
import { TrafficStrip } from '#components/traffic/traffic-strip.tsx';
import { TrafficSum } from '#components/traffic/traffic-sum.tsx';
import { useLiveFigures } from '#components/traffic/use-live-figures.ts';
import { type TrafficEditing, useTrafficEditor } from '#components/traffic/use-traffic-editor.ts';
import type { TrafficService, TrafficState } from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { useAnnounce } from '#components/ui/toast.tsx';
import { MAX_VERSIONS_WITH_TRAFFIC } from '#server/domain/traffic.ts';

type TrafficEditorProps = { service: TrafficService; opening: TrafficState; onClose: () => void };

export function TrafficEditor({ service, opening, onClose }: TrafficEditorProps) {
  const t = useTranslations('traffic');
  const body = useRef<HTMLDivElement>(null);
  const announce = useAnnounce();
  const sharesText = useSharesText();
  const [isAsking, setAsking] = useState(false);
  const editing = useTrafficEditor(service, opening, (shares) => {
    onClose();
    if (shares.length > 0)
      announce({
        text: t('submitted', { shares: sharesText({ mode: 'percent', shares }, opening.versions) }),
      });
  });
  useCompleteKey(editing.complete);

  function close(): void {
    if (editing.isChanged) setAsking(!isAsking);
    else onClose();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={t('dialog')}
      subject={service.name}
      initialFocus={() => body.current?.querySelector<HTMLElement>('[data-newest] input[type=range]') ?? true}
      footer={
        isAsking ? (
          <UnsavedFooter onStay={() => setAsking(false)} onDiscard={onClose} />
        ) : (
          <EditorFooter service={service} editing={editing} onCancel={close} />
        )
      }
    >
      <div ref={body}>
        <EditorBody service={service} editing={editing} />
      </div>
    </Dialog>
  );
}

function EditorBody({ service, editing }: { service: TrafficService; editing: TrafficEditing }) {
  const t = useTranslations('traffic');
  const problemText = useProblemText();
  const { figuresOf } = useLiveFigures(service.id);
  const { base, form, setForm } = editing;
  const { versions } = base;
  const series = seriesByVersion(form.seen.map((id, index) => ({ id, number: index })));
  const newest = newestRow(form, versions);
  const withMore = addRow(form, versions, service.releaseMode);
  return (
    <>
      <QuickShares form={form} versions={versions} onChange={setForm} />
      <TrafficStrip form={form} versions={versions} series={series} />
      <div className="mt-3 phone:mt-2">
        <TrafficRowHead />
        {form.rows.map((row) => (
          <TrafficRowLine
            key={row.versionId}
            row={row}
            form={form}
            versions={versions}
            series={series.get(row.versionId) ?? 'base'}
            figures={figuresOf(row.versionId)}
            isNewest={row.versionId === newest?.versionId}
            onChange={setForm}
          />
        ))}
        {withMore === undefined ? null : (
          <div className="border-line-soft border-t py-3">
            <Button intent="quiet" size="sm" onClick={() => setForm(withMore)}>
              <Plus className="size-3.5" aria-hidden />
              {t('add')}
            </Button>
          </div>
        )}
        <TrafficSum form={form} versions={versions} issues={editing.issues} onChange={setForm} />
      </div>
      <AudienceNote form={form} versions={versions} />
      {editing.conflict ? (
        <TrafficConflict base={base} latest={editing.conflict} onAdopt={editing.adoptLatest} />
      ) : null}
      {editing.error ? (
        <Notice kind="fail" className="mt-3">
          {problemText(editing.error)}
        </Notice>
      ) : null}
    </>
  );
}

function EditorFooter({
  service,
  editing,
  onCancel,
}: {
  service: TrafficService;
  editing: TrafficEditing;
  onCancel: () => void;
}) {
  const t = useTranslations();
  const limit = MAX_VERSIONS_WITH_TRAFFIC[service.releaseMode];
  const key = service.releaseMode === 'standard' ? 'limitStandard' : 'limitParallel';
  return (
    <DialogFooter
      reason={
        <span className="flex items-center gap-1.5 phone:hidden">
          <Info className="size-3.5 flex-none" aria-hidden />
          {t(`traffic.${key}`, { limit })}
        </span>
      }
    >
      <Button onClick={onCancel}>{t('common.cancel')}</Button>
      <Button
        intent="primary"
        disabled={!editing.canComplete}
        isPending={editing.isPending}
        onClick={editing.complete}
      >
        {t('traffic.complete')}
      </Button>
    </DialogFooter>
  );
}

/** In the footer itself, because a dialog over a dialog is one too many. */
function UnsavedFooter({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  const t = useTranslations('traffic');
  return (
    <DialogFooter reason={<span role="alert">{t('unsaved')}</span>}>
      <Button onClick={onDiscard} intent="danger">
        {t('discard')}
      </Button>
      <Button intent="primary" autoFocus onClick={onStay}>
        {t('keepEditing')}
      </Button>
    </DialogFooter>
  );
}

/** Ctrl Enter and ⌘ Enter are 完成. */
function useCompleteKey(complete: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    complete();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listener, { capture: true });
    return () => document.removeEventListener('keydown', listener, { capture: true });
  }, []);
}
