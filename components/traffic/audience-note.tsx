'use client';
import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import { audienceOf, type FormVersion, type TrafficForm } from '#components/traffic/traffic-form.ts';
import { versionDigits } from '#server/domain/naming.ts';

const b = (text: ReactNode) => <b>{text}</b>;

type AudienceProps = {
  form: TrafficForm;
  versions: readonly FormVersion[];
  /** 会话保持: visitors are shared out, not requests. */
  isKept: boolean;
};

/** 谁会看到什么: the percentages in a plain sentence. */
export function AudienceNote(props: AudienceProps) {
  const t = useTranslations('traffic');
  return (
    <section className="mt-1 grid gap-1 rounded-lg border border-line-soft bg-sunken px-4 py-3 [text-wrap:pretty]">
      <h3 className="font-normal text-ink-3 text-xs">{t('whoSees')}</h3>
      <p className="text-ink">
        <Sentence {...props} />
      </p>
    </section>
  );
}

function Sentence({ form, versions, isKept }: AudienceProps) {
  const t = useTranslations();
  const digits = (id: string) => versionDigits(versions.find((version) => version.id === id)?.number ?? 0);
  const audience = audienceOf(form, versions);
  switch (audience.kind) {
    case 'nobody':
      return t('traffic.nobody');
    case 'over':
      return t('traffic.over');
    case 'everyone': {
      const version = digits(audience.versionId);
      if (audience.without.length === 0) return t.rich('traffic.everyone', { version, b });
      const others = audience.without.map(digits).join(t('common.listComma'));
      return t.rich('traffic.without', { version, others, b });
    }
    case 'split': {
      const { parts, missing } = audience;
      const said = parts.map(({ versionId, percent }) =>
        t.rich(isKept ? 'traffic.partKept' : 'traffic.part', { version: digits(versionId), percent, b }),
      );
      if (missing > 0)
        said.push(t.rich(isKept ? 'traffic.missingPartKept' : 'traffic.missingPart', { missing, b }));
      return t.rich(`traffic.${splitKey(parts.length, isKept)}`, { parts: () => <Listed parts={said} /> });
    }
  }
}

function splitKey(count: number, isKept: boolean) {
  if (isKept) return count === 1 ? 'splitOneKept' : 'splitKept';
  return count === 1 ? 'splitOne' : count === 2 ? 'splitTwo' : 'split';
}

function Listed({ parts }: { parts: ReactNode[] }) {
  const t = useTranslations('common');
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the place in the sentence is the identity
    <Fragment key={index}>
      {index === 0 ? null : t('listComma')}
      {part}
    </Fragment>
  ));
}
