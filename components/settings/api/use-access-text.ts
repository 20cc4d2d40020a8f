'use client';
import { useTranslations } from 'use-intl/react';
import type { ReferenceEntry } from '#server/api/openapi/reference.ts';

type Access = ReferenceEntry['access'];

/** What a caller needs: in a word, and in a sentence. */
export function useAccessText({ right, object }: Access): { short: string; long: string } {
  const t = useTranslations();
  switch (right) {
    case 'anyone':
      return same(t('apiDocs.anyone'));
    case 'signed-in':
      return same(t('apiDocs.signedIn'));
    case 'in-person':
      return same(t('apiDocs.inPerson'));
    default: {
      const short = t(`tokens.rights.${right}`);
      return { short, long: t('apiDocs.needs', { right: short, object: t(`apiDocs.${objectKey(object)}`) }) };
    }
  }
}

function same(text: string): { short: string; long: string } {
  return { short: text, long: text };
}

function objectKey(object: Access['object']) {
  if (object === 'any-environment') return 'environment';
  return object === 'none' ? 'installation' : object;
}
