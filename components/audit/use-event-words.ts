'use client';
import { useTranslations } from 'use-intl/react';
import type { AppRouter } from '#server/api/router.ts';
import type { EventKind } from '#server/domain/audit-kinds.ts';

type MutationsOf<Routes> = {
  [Name in keyof Routes & string]: Routes[Name] extends { _def: { procedure: true } }
    ? Routes[Name] extends { _def: { type: 'mutation' } }
      ? Name
      : never
    : `${Name}.${MutationsOf<Routes[Name]>}`;
}[keyof Routes & string];

/** What stands in the log as it was asked for: procedures that change something, and route handlers that do. */
type AskedKind = MutationsOf<AppRouter['_def']['record']> | 'packages.upload' | 'audit.export';

/** Each has its words in messages/*\/audit.json, or this does not compile. */
type KnownKind = EventKind | AskedKind;

/** What was done, in words; a kind of another release as it is called. */
export function useEventWords(): (kind: string) => string {
  const t = useTranslations('audit');
  return (kind) => {
    const key = `kinds.${kind as KnownKind}` as const;
    return kind.includes('.') && t.has(key) ? t(key) : kind;
  };
}
