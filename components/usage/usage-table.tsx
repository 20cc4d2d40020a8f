'use client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { useAmount } from '#components/usage/use-amount.ts';
import type { readUsage } from '#server/api/views/usage-view.ts';
import type { UsageFigures } from '#server/domain/usage-report.ts';

export const USAGE_HEADS = [
  'service',
  'environment',
  'cpuMinutes',
  'memoryGbMinutes',
  'instances',
  'saved',
] as const;

/** On the phone, what is left out is in the export. */
const SECONDARY: readonly string[] = ['environment', 'instances'];

export type UsageView = ReturnType<typeof readUsage>;
type ServiceUsage = UsageView['services'][number];

/** Services, what used most first; each opens to its versions. */
export function UsageTable({ services }: { services: readonly ServiceUsage[] }) {
  const t = useTranslations('usage');
  return (
    <div className="border-line border-t">
      <Table aria-label={t('byService')}>
        <thead>
          <tr>
            {USAGE_HEADS.map((head, index) => (
              <Th
                key={head}
                isFigure={index > 1}
                className={SECONDARY.includes(head) ? 'phone:hidden' : 'phone:whitespace-normal'}
              >
                {t(head)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {services.map((service) => (
            <ServiceRows key={service.serviceId} service={service} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function ServiceRows({ service }: { service: ServiceUsage }) {
  const t = useTranslations('usage');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Tr>
        <Td isName>
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="-ml-1 flex items-center gap-1 rounded-sm px-1 hover:text-primary phone:min-h-(--size-touch)"
          >
            <ChevronRight
              aria-hidden
              className={`size-4 flex-none motion-color ${isOpen ? 'rotate-90' : ''}`}
            />
            {service.serviceName}
          </button>
        </Td>
        <Td className="phone:hidden">{service.environmentAlias ?? t('environmentGone')}</Td>
        <FigureCells figures={service} />
      </Tr>
      {isOpen
        ? service.versions.map((version) => (
            <Tr key={version.versionId}>
              <Td className="text-ink-2">
                <span className="pl-5">{version.versionName}</span>
              </Td>
              <Td className="phone:hidden" />
              <FigureCells figures={version} />
            </Tr>
          ))
        : null}
    </>
  );
}

function FigureCells({ figures }: { figures: UsageFigures }) {
  const amount = useAmount();
  return (
    <>
      <Td isFigure>{amount(figures.cpuMinutes)}</Td>
      <Td isFigure>{amount(figures.memoryGbMinutes)}</Td>
      <Td isFigure className="phone:hidden">
        {amount(figures.instances)}
      </Td>
      <Td isFigure>{amount(figures.savedCpuMinutes)}</Td>
    </>
  );
}
