'use client';
import { useEffect, useRef, useState } from 'react';
import type { PackageFacts } from '#components/versions/spec-form/package-outcome.ts';
import {
  type Parcel,
  UploadError,
  type UploadProblem,
  uploadPackage,
} from '#components/versions/spec-form/upload-package.ts';

export type UploadState =
  | { kind: 'none' }
  | { kind: 'sending'; parcel: Parcel; sentBytes: number }
  | { kind: 'failed'; parcel: Parcel; problem: UploadProblem | undefined }
  | { kind: 'done'; facts: PackageFacts };

export type Upload = ReturnType<typeof useUpload>;

/** One upload at a time; a new one takes the place of what is under way. Leaving the page ends it. */
export function useUpload(
  serviceId: string,
  {
    onBegin,
    onDone,
    onCancel,
  }: { onBegin: () => void; onDone: (facts: PackageFacts) => void; onCancel: () => void },
) {
  const [state, setState] = useState<UploadState>({ kind: 'none' });
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function send(parcel: Parcel): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    onBegin();
    const show = (next: UploadState) => {
      if (running.current === controller) setState(next);
    };
    show({ kind: 'sending', parcel, sentBytes: 0 });
    const onSent = (sentBytes: number) => show({ kind: 'sending', parcel, sentBytes });
    try {
      const facts = await uploadPackage(serviceId, parcel, onSent, controller.signal);
      show({ kind: 'done', facts });
      if (running.current === controller) onDone(facts);
    } catch (error) {
      if (!(error instanceof UploadError)) throw error;
      show({ kind: 'failed', parcel, problem: error.problem });
    }
  }

  function cancel(): void {
    const controller = running.current;
    running.current = undefined;
    controller?.abort();
    setState({ kind: 'none' });
    onCancel();
  }

  return { state, send, cancel };
}
