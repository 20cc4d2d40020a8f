'use client';
import { useTranslations } from 'use-intl/react';
import { STRANGER } from '#server/domain/audit.ts';

/** Who did it: people by name, the system and whoever was not signed in by a word. */
export function useActorName(): (id: string, name: string) => string {
  const t = useTranslations('audit');
  return (id, name) => {
    if (id === STRANGER.id) return t('stranger');
    return id === 'system' ? t('systemActor') : name || id;
  };
}
