'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import type { ListedEvent } from '#components/audit/use-audit-log.ts';
import { servicePath, versionPath } from '#components/services/service-paths.ts';

/** What it was done to, with the way to it where it is still there; below it where it belongs. */
export function EventObject({ event }: { event: ListedEvent }) {
  const t = useTranslations('audit');
  const { environmentId, environmentAlias, serviceId, target } = event;
  const place = environmentId === null ? t('installation') : (environmentAlias ?? environmentId);
  return (
    <span className="grid min-w-0">
      {serviceId === null ? (
        <span className="truncate text-ink">{target === null ? place : <Target event={event} />}</span>
      ) : (
        <Service event={event} />
      )}
      {serviceId === null && target === null ? null : (
        <span className="truncate text-ink-3 text-xs">{place}</span>
      )}
    </span>
  );
}

/** By the name that people know it by; by its id once it is gone. */
function Target({ event: { target, targetName } }: { event: ListedEvent }) {
  const t = useTranslations('audit.targets');
  const [kind = '', id = ''] = (target ?? '').split(':');
  return isKnown(kind) ? t(kind, { name: targetName ?? id }) : target;
}

const KINDS = ['member', 'token', 'link', 'application', 'credential', 'certificate', 'session'] as const;

function isKnown(kind: string): kind is (typeof KINDS)[number] {
  return (KINDS as readonly string[]).includes(kind);
}

function Service({ event }: { event: ListedEvent }) {
  const t = useTranslations('audit');
  const { serviceId, serviceName, livingServiceId, versionId, versionName } = event;
  const name = versionName ?? serviceName ?? serviceId ?? '';
  if (livingServiceId === null) {
    return <span className="truncate text-ink">{t('deletedService', { name })}</span>;
  }
  const href =
    versionId && versionName ? versionPath(livingServiceId, versionId) : servicePath(livingServiceId);
  return (
    <Link href={href} className="truncate text-primary hover:underline">
      {name}
    </Link>
  );
}
