'use client';
import { useTranslations } from 'use-intl/react';
import type { SpecInput } from '#server/domain/spec.ts';

/** Where a version's instances come from, in one line. */
export function useSourceText(): (source: SpecInput['source']) => string {
  const t = useTranslations('editVersion');
  return (source) => {
    if (source.kind === 'image') return t('sourceImage', { image: source.image || '-' });
    const place = { dockerfile: source.dockerfile, directory: source.directory };
    if (source.kind === 'package') return t('sourcePackage', { name: source.fileName || '-', ...place });
    return t('sourceRepository', { url: source.url, branch: source.branch, ...place });
  };
}
