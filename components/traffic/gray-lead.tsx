'use client';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { roughDuration } from '#components/traffic/duration-since.ts';
import { useTickingNow } from '#components/ui/time-ago.tsx';

/** How long the newest version has had a part of the traffic, and what it answered meanwhile. */
export function GrayLead({
  gray,
  versions,
}: {
  gray: { versionId: string; since: number; requests: number; isWholeCounted: boolean };
  versions: readonly { id: string; name: string }[];
}) {
  const t = useTranslations('traffic');
  const locale = useLocale();
  const now = useTickingNow();
  const version = versions.find(({ id }) => id === gray.versionId);
  if (!version || versions.length < 2) return null; // The figures are of a moment ago, the versions of now.
  const { key, values } = roughDuration(now - gray.since);
  return t.rich(gray.isWholeCounted ? 'grayFor' : 'grayForLong', {
    name: version.name,
    duration: t(key, values),
    requests: new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(
      gray.requests,
    ),
    b: (text: ReactNode) => <b className="whitespace-nowrap">{text}</b>,
  });
}
