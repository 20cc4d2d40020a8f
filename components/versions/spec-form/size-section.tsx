'use client';
import { useTranslations } from 'use-intl/react';
import { PanelSection } from '#components/ui/panel.tsx';
import type { MachineFacts } from '#components/versions/spec-form/machine-room.ts';
import { PolicyRows } from '#components/versions/spec-form/policy-rows.tsx';
import { ReplicaFields } from '#components/versions/spec-form/replica-fields.tsx';
import { SizeField } from '#components/versions/spec-form/size-field.tsx';

/** 规格与扩缩容. */
export function SizeSection({ machine }: { machine: MachineFacts | null }) {
  const t = useTranslations('specForm');
  return (
    <PanelSection title={t('sizing')}>
      <SizeField machine={machine} />
      <ReplicaFields />
      <PolicyRows />
    </PanelSection>
  );
}
