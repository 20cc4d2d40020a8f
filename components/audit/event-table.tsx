'use client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useActorName } from '#components/audit/actor-name.tsx';
import { EventDetail } from '#components/audit/event-detail.tsx';
import { EventObject } from '#components/audit/event-object.tsx';
import type { ListedEvent } from '#components/audit/use-audit-log.ts';
import { useEventWords } from '#components/audit/use-event-words.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { LocalTime } from '#components/ui/local-time.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';

export const EVENT_HEADS = ['time', 'who', 'what', 'object', 'outcome', 'from'] as const;

const WIDTHS = ['w-[216px]', 'w-[128px]', '', 'w-[232px]', 'w-[112px]', 'w-[152px]'];
const PHONE = 'phone:block phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';

/** Newest first; a row opens what was before and after. */
export function EventTable({ events }: { events: readonly ListedEvent[] }) {
  const t = useTranslations('audit');
  return (
    <Table className="table-fixed phone:block">
      <colgroup>
        {EVENT_HEADS.map((head, index) => (
          <col key={head} className={WIDTHS[index]} />
        ))}
      </colgroup>
      <thead className="phone:hidden">
        <tr>
          {EVENT_HEADS.map((head) => (
            <Th key={head}>{t(head)}</Th>
          ))}
        </tr>
      </thead>
      <tbody className="phone:block">
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </tbody>
    </Table>
  );
}

function EventRow({ event }: { event: ListedEvent }) {
  const words = useEventWords();
  const nameOf = useActorName();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Tr className="phone:grid phone:grid-cols-[1fr_auto] phone:gap-x-3 phone:gap-y-0.5 phone:border-line-soft phone:border-b phone:px-4 phone:py-2">
        <Td className={cn(PHONE, 'text-ink-3 phone:order-3')}>
          <span className="flex items-center gap-1">
            <Opener id={event.id} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
            <LocalTime at={event.at} />
          </span>
        </Td>
        <Td className={cn(PHONE, 'truncate text-ink phone:order-4 phone:text-right')}>
          {nameOf(event.actorId, event.actorName)}
        </Td>
        <Td isName className={cn(PHONE, 'truncate phone:order-1 phone:whitespace-normal')}>
          {words(event.kind)}
        </Td>
        <Td className={cn(PHONE, 'py-1.5 phone:order-5')}>
          <EventObject event={event} />
        </Td>
        <Td className={cn(PHONE, 'phone:order-2 phone:text-right')}>
          <Outcome outcome={event.outcome} />
        </Td>
        <Td className={cn(PHONE, 'py-1.5 phone:order-6 phone:text-right')}>
          <From event={event} />
        </Td>
      </Tr>
      {isOpen ? <EventDetail event={event} span={EVENT_HEADS.length} /> : null}
    </>
  );
}

function Opener({ id, isOpen, onToggle }: { id: number; isOpen: boolean; onToggle: () => void }) {
  const t = useTranslations('audit');
  return (
    <Button
      intent="quiet"
      size="xs"
      aria-expanded={isOpen}
      aria-label={t(isOpen ? 'closeDetails' : 'openDetails', { id: String(id) })}
      onClick={onToggle}
    >
      <ChevronRight className={cn('size-4', isOpen && 'rotate-90')} aria-hidden />
    </Button>
  );
}

function Outcome({ outcome }: Pick<ListedEvent, 'outcome'>) {
  const t = useTranslations('audit');
  const kind = ({ done: 'ok', refused: 'off', failed: 'fail' } as const)[outcome];
  return <StatusBadge kind={kind}>{t(outcome)}</StatusBadge>;
}

function From({ event: { via, address } }: { event: ListedEvent }) {
  const t = useTranslations('audit');
  return (
    <span className="grid min-w-0">
      <span className="truncate">{t(via)}</span>
      {address === null ? null : <span className="truncate text-ink-3 text-xs">{address}</span>}
    </span>
  );
}
