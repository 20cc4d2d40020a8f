'use client';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';

const ROWS = [
  ['address', 'addressNew', 'addressRedeploy'],
  ['call', 'callNew', 'callRedeploy'],
  ['rollBack', 'rollBackNew', 'rollBackRedeploy'],
  ['gray', 'supported', 'unsupported'],
  ['parallel', 'supported', 'unsupported'],
] as const;

/** 更新方式说明: new version or redeploy (S2-1 … S2-5, S2-20). */
export function UpdateWaysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('versionDetail.ways.title')}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </DialogFooter>
      }
    >
      <UpdateWays />
    </Dialog>
  );
}

const CELL = 'border-line-soft border-b px-3 py-2 text-left align-top';

export function UpdateWays() {
  const t = useTranslations('versionDetail.ways');
  return (
    <table className="w-full table-fixed border-collapse text-sm phone:text-xs">
      <caption className="sr-only">{t('title')}</caption>
      <thead>
        <tr className="bg-sunken text-ink">
          <th scope="col" className={`${CELL} w-1/4 font-normal text-ink-3`}>
            {t('item')}
          </th>
          <th scope="col" className={CELL}>
            {t('newVersion')}
          </th>
          <th scope="col" className={CELL}>
            {t('redeploy')}
          </th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([item, asNew, asRedeploy]) => (
          <tr key={item}>
            <th scope="row" className={`${CELL} font-normal text-ink-2`}>
              {t(item)}
            </th>
            <td className={CELL}>{t(asNew)}</td>
            <td className={CELL}>{t(asRedeploy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
