'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';

/** The only time that recovery codes are seen; who has not kept them makes new ones. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTranslations('account');
  const text = codes.join('\n');
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={t('recoveryCodes')}
      footer={
        <DialogFooter>
          <Button intent="primary" onClick={onClose}>
            {t('codesKept')}
          </Button>
        </DialogFooter>
      }
    >
      <div className="grid gap-3">
        <p>{t('codesHint')}</p>
        <ul
          aria-label={t('recoveryCodes')}
          className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken px-4 py-3 font-mono text-ink"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="flex items-center gap-2">
          <CopyButton text={text} label={t('copyCodes')} />
          <Button size="sm" onClick={() => download(`${text}\n`)}>
            <Download className="size-3.5" aria-hidden />
            {t('downloadCodes')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'cloudberth-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}
