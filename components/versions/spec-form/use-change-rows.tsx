'use client';
import { useTranslations } from 'use-intl/react';
import type { Change } from '#components/ui/diff-list.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';
import { diffSpecs, type EnvChange, type SpecDiff, type SpecField } from '#server/domain/diff.ts';
import type { SpecInput, VersionSpec } from '#server/domain/spec.ts';

export type ChangeRows = {
  changed: Change[];
  same: { key: string; field: string; text: string }[];
  sameCount: number;
};

/** What differs from `before`, in words. Of secrets only that they are others. */
export function useChangeRows(): (before: VersionSpec, after: SpecInput) => ChangeRows {
  const t = useTranslations('spec');
  const words = useTranslations('specForm');
  const specText = useSpecText();

  function fieldChanges(before: VersionSpec, after: SpecInput, field: SpecField): Change[] {
    const [was, now] = [specText(before, field), specText(after, field)];
    const row = { key: field, field: t(field) };
    if (was === now)
      return was === '-' ? [] : [{ ...row, now: words(isNewest(before, after) ? 'newest' : 'replaced') }];
    // A path means nothing without its beginning.
    const [shownBefore, shownNow] = field === 'image' ? [brief(was, now), brief(now, was)] : [was, now];
    return [{ ...row, was: was === '-' ? undefined : shownBefore, now: shownNow }];
  }

  function envText({ name, kind }: EnvChange, after: SpecInput): string {
    const isSecret = after.env.some((entry) => entry.name === name && entry.kind !== 'plain');
    if (kind === 'changed' && isSecret) return words('envReplaced', { name });
    const key = ({ added: 'envAdded', changed: 'envChanged', removed: 'envRemoved' } as const)[kind];
    return t(key, { name });
  }

  return (before, after) => {
    const diff: SpecDiff = diffSpecs(before, after);
    const credential = isCredentialOther(before, after)
      ? [{ key: 'credential', field: words('credential'), now: words('replaced') }]
      : [];
    // A row whose name is not typed yet is nothing that changes.
    const named = diff.env.filter(({ name }) => name !== '');
    const env = envChange(
      t('env'),
      named.map((change) => envText(change, after)),
    );
    const sameEnv =
      diff.sameEnv.length > 0 ? [{ key: 'env', field: t('env'), text: diff.sameEnv.join(' ') }] : [];
    return {
      changed: [
        ...diff.changed.flatMap((field) => fieldChanges(before, after, field)),
        ...credential,
        ...env,
      ],
      same: [
        ...diff.same.map((field) => ({ key: field, field: t(field), text: specText(after, field) })),
        ...sameEnv,
      ],
      sameCount: diff.same.length + diff.sameEnv.length,
    };
  };
}

/** The same name, but what it leads to now. */
function isNewest({ source: before }: VersionSpec, { source: after }: SpecInput): boolean {
  return before.kind !== 'package' && after.kind !== 'package' && before.asOf !== after.asOf;
}

/** The password behind it is nobody's to compare. */
function isCredentialOther({ source: before }: VersionSpec, { source: after }: SpecInput): boolean {
  return before.kind === 'image' && after.kind === 'image' && before.credentialId !== after.credentialId;
}

function envChange(field: string, texts: readonly string[]): Change[] {
  if (texts.length === 0) return [];
  const now = texts.map((text) => (
    <span key={text} className="block">
      {text}
    </span>
  ));
  return [{ key: 'env', field, now }];
}

/** `shop/order-api:1.9.1` without its registry, where the rest still tells the two apart. */
function brief(text: string, other: string): string {
  const short = lastPart(text);
  return short !== lastPart(other) && text.includes('/') && !/^HTTP|\s/.test(text) ? short || text : text;
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
