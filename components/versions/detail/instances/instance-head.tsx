'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { useScaleSettings } from '#components/scaling/use-scale-settings.ts';
import { servicePath } from '#components/services/service-paths.ts';
import { HeaderFact } from '#components/ui/page-header.tsx';
import { PanelHead } from '#components/ui/panel.tsx';
import type { InstanceTabProps } from '#components/versions/detail/instances/instance-tab.tsx';
import { StartInstance } from '#components/versions/detail/instances/start-instance.tsx';
import { WhySoMany } from '#components/versions/detail/instances/why-so-many.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';
import type { ColdStartFigures } from '#server/api/views/instance-view.ts';

type InstanceHeadProps = InstanceTabProps & { coldStarts: ColdStartFigures | null };

/** How many there are of how many, between which bounds, and why. */
export function InstanceHead({ service, version, coldStarts }: InstanceHeadProps) {
  const t = useTranslations();
  const specText = useSpecText();
  const mode = useScaleSettings(service.id)?.mode;
  const mayOperate = useMay('operate', service.environmentId);
  const isManual = mode === 'manualScale';
  return (
    <div className="border-line border-b pb-3">
      <PanelHead
        title={t('instances.title')}
        end={isManual && mayOperate && version.canServe ? <StartInstance version={version} /> : undefined}
      >
        <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <HeaderFact label={t('instances.head.ready')}>
            {t('instances.head.readyOf', {
              ready: version.readyInstances,
              wanted: Math.max(version.wantedInstances, version.readyInstances),
            })}
          </HeaderFact>
          <HeaderFact label={t('instances.head.range')}>{specText(version.spec, 'replicas')}</HeaderFact>
          <HeaderFact label={t('instances.head.policies')}>
            {specText(version.spec, 'scalePolicies')}
          </HeaderFact>
          {mode === undefined ? null : (
            <HeaderFact label={t('instances.head.mode')}>
              <Link href={servicePath(service.id, 'settings')} className="hover:text-primary hover:underline">
                {t(`scaling.modes.${mode}`)}
              </Link>
            </HeaderFact>
          )}
        </span>
      </PanelHead>
      <WhySoMany service={service} version={version} isManual={isManual} coldStarts={coldStarts} />
    </div>
  );
}
