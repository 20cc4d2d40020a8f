'use client';
import { useTranslations } from 'use-intl/react';
import { PageHeader } from '#components/ui/page-header.tsx';

export function MembersPage() {
  const t = useTranslations('members');
  return <PageHeader title={t('title')} />;
}
