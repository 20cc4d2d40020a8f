'use client';
import { Pencil } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { editVersionPath } from '#components/services/service-paths.ts';
import { Button } from '#components/ui/button.tsx';
import { type ButtonLook, buttonStyle } from '#components/ui/button-style.ts';
import { editRefusal } from '#components/versions/version-actions.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 编辑配置并重新部署, for who may; where that cannot be, it says why (S2-10, S2-11). */
export function EditVersionLink({
  service,
  version,
  size,
}: {
  service: Pick<ServiceView, 'id' | 'environmentId' | 'runningDeploymentId'>;
  version: Pick<VersionView, 'id' | 'canServe'>;
  size?: ButtonLook['size'];
}) {
  const t = useTranslations('versions');
  const mayOperate = useMay('operate', service.environmentId);
  const refusal = editRefusal(version, service);
  if (!mayOperate) return null;
  const content = (
    <>
      <Pencil className="size-4" aria-hidden />
      {t('edit')}
    </>
  );
  if (refusal !== undefined) {
    return (
      <Button size={size} disabledReason={t(refusal)}>
        {content}
      </Button>
    );
  }
  return (
    <Link href={editVersionPath(service.id, version.id)} className={buttonStyle({ size })}>
      {content}
    </Link>
  );
}
