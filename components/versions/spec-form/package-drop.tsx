'use client';
import { Upload as UploadIcon } from 'lucide-react';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { FieldMessage } from '#components/ui/field-group.tsx';
import { chosenFiles, droppedFiles } from '#components/versions/spec-form/folder-files.ts';
import { folderParcel, zipParcel } from '#components/versions/spec-form/parcel.ts';
import type { Parcel } from '#components/versions/spec-form/upload-package.ts';

type PackageDropProps = {
  kind: Parcel['kind'];
  areModulesWanted: boolean;
  isInvalid: boolean;
  onParcel: (parcel: Parcel) => void;
};

type Refusal = 'emptyFolder' | 'notZip' | 'notReadable';

/** Where code is chosen, or dropped: a folder and a zip are told apart by what they are. */
export function PackageDrop({ kind, areModulesWanted, isInvalid, onParcel }: PackageDropProps) {
  const t = useTranslations('specForm');
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  function offer(parcel: Parcel | Refusal): void {
    setRefusal(typeof parcel === 'string' ? parcel : undefined);
    if (typeof parcel !== 'string') onParcel(parcel);
  }

  function choose({ target }: ChangeEvent<HTMLInputElement>): void {
    const files = [...(target.files ?? [])];
    // So that the same choice again is a change again.
    target.value = '';
    if (files.length === 0) return;
    offer(kind === 'zip' ? zipParcel(files[0]) : folderParcel(chosenFiles(files, areModulesWanted)));
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const entry = event.dataTransfer.items[0]?.webkitGetAsEntry();
    if (entry?.isDirectory) void offerFolder(entry);
    else offer(zipParcel(event.dataTransfer.files[0]));
  }

  async function offerFolder(entry: FileSystemEntry): Promise<void> {
    const files = await droppedFiles(entry, areModulesWanted).catch(() => undefined);
    offer(files ? folderParcel(files) : 'notReadable');
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-control border-dashed p-3',
          isOver && 'border-primary bg-primary-soft',
          isInvalid && 'border-fail',
        )}
      >
        <Button aria-invalid={isInvalid || undefined} onClick={() => input.current?.click()}>
          <UploadIcon className="size-4" aria-hidden />
          {t(kind === 'zip' ? 'chooseZip' : 'chooseFolder')}
        </Button>
        <span className="text-ink-3 text-xs phone:hidden">{t('dropHint')}</span>
        <input
          key={kind}
          ref={(element) => {
            input.current = element;
            if (kind === 'folder') element?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          hidden
          accept={kind === 'zip' ? '.zip,application/zip' : undefined}
          data-testid="package-file"
          onChange={choose}
        />
      </div>
      {refusal === undefined ? null : <FieldMessage>{t(`refused.${refusal}`)}</FieldMessage>}
    </>
  );
}
