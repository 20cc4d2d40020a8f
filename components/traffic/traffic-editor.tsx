'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useProblemText } from '#components/api/problem.ts';
import { EditorFooter, UnsavedFooter } from '#components/traffic/editor-footer.tsx';
import { PercentEditor } from '#components/traffic/percent-editor.tsx';
import { usePolicyText } from '#components/traffic/policy-text.ts';
import { RulesEditor } from '#components/traffic/rules-editor.tsx';
import { TrafficConflict } from '#components/traffic/traffic-conflict.tsx';
import { type TrafficEditing, useTrafficEditor } from '#components/traffic/use-traffic-editor.ts';
import type { TrafficService, TrafficState } from '#components/traffic/use-traffic-state.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

type TrafficEditorProps = { service: TrafficService; opening: TrafficState; onClose: () => void };

export function TrafficEditor({ service, opening, onClose }: TrafficEditorProps) {
  const t = useTranslations('traffic');
  const body = useRef<HTMLDivElement>(null);
  const announce = useAnnounce();
  const policyText = usePolicyText();
  const [isAsking, setAsking] = useState(false);
  const editing = useTrafficEditor(service, opening, (policy) => {
    onClose();
    if (policy) announce({ text: t('submitted', { shares: policyText(policy, opening.versions) }) });
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
      initialFocus={() => body.current?.querySelector<HTMLElement>(FIRST_FIELD) ?? true}
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

/** The newest version's slider, or the key of the first rule. */
const FIRST_FIELD = '[data-newest] input[type=range], [data-rule] input:not([aria-hidden])';

function EditorBody({ service, editing }: { service: TrafficService; editing: TrafficEditing }) {
  const problemText = useProblemText();
  return (
    <>
      {editing.draft.mode === 'percent' ? (
        <PercentEditor service={service} editing={editing} />
      ) : (
        <RulesEditor service={service} editing={editing} />
      )}
      {editing.conflict ? (
        <TrafficConflict base={editing.base} latest={editing.conflict} onAdopt={editing.adoptLatest} />
      ) : null}
      {editing.error ? (
        <Notice kind="fail" className="mt-3">
          {problemText(editing.error)}
        </Notice>
      ) : null}
    </>
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
