'use client';
import { useTranslations } from 'use-intl/react';
import type { ShellEnvironment } from '#components/shell/current-environment.tsx';

type Region = ShellEnvironment['region'];

export const REGIONS: readonly Region[] = ['sh', 'gz', 'bj'];

/** The regions as a select offers them. */
export function useRegionOptions(): { value: Region; label: string }[] {
  const t = useTranslations('regions');
  return REGIONS.map((value) => ({ value, label: t(value) }));
}
