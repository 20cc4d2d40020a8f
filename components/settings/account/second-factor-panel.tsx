'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { RenewCodesDialog } from '#components/settings/account/renew-codes-dialog.tsx';
import { TurnOffDialog } from '#components/settings/account/turn-off-dialog.tsx';
import { TurnOnDialog } from '#components/settings/account/turn-on-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';

type Opened = 'turn-on' | 'turn-off' | 'renew';

/** 两步验证. `recoveryCodesLeft` null: it is off. */
export function SecondFactorPanel({ recoveryCodesLeft }: { recoveryCodesLeft: number | null }) {
  const t = useTranslations('account');
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  const isOn = recoveryCodesLeft !== null;
  return (
    <Panel aria-labelledby="second-factor">
      <PanelHead id="second-factor" title={t('secondFactor')}>
        <StatusBadge kind={isOn ? 'ok' : 'off'}>{isOn ? t('isOn') : t('isOff')}</StatusBadge>
      </PanelHead>
      <div className="grid gap-3 px-4 pb-4">
        <p>{isOn ? t('onHint', { count: recoveryCodesLeft }) : t('offHint')}</p>
        <div className="flex flex-wrap gap-2">
          {isOn ? (
            <>
              <Button onClick={() => setOpened('renew')}>{t('renewCodes')}</Button>
              <Button intent="danger" onClick={() => setOpened('turn-off')}>
                {t('turnOff')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setOpened('turn-on')}>{t('turnOn')}</Button>
          )}
        </div>
      </div>
      {opened === 'turn-on' ? <TurnOnDialog onClose={close} /> : null}
      {opened === 'turn-off' ? <TurnOffDialog onClose={close} /> : null}
      {opened === 'renew' ? <RenewCodesDialog onClose={close} /> : null}
    </Panel>
  );
}
