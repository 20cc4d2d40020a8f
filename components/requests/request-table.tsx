'use client';
import { useTranslations } from 'use-intl/react';
import { bytesText, msText, ruleNumberOf } from '#components/requests/request-text.ts';
import { cn } from '#components/ui/cn.ts';
import { absoluteTime } from '#components/ui/relative-time.ts';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { VersionLabel } from '#components/versions/version-label.tsx';
import type { RequestView } from '#server/api/views/request-view.ts';
import { isErrorClass, statusClassOf } from '#server/domain/status-class.ts';

export const LOG_HEADS = ['time', 'request', 'status', 'took', 'size', 'version', 'rule'] as const;
const FIGURES: readonly string[] = ['status', 'took', 'size'];

const WIDTHS = ['w-[184px]', '', 'w-[104px]', 'w-[88px]', 'w-[80px]', 'w-[184px]', 'w-[112px]'];
const PHONE = 'phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';

/** Newest first. */
export function RequestTable({ requests }: { requests: readonly RequestView[] }) {
  const t = useTranslations('requests');
  return (
    <Table className="table-fixed phone:block">
      <colgroup>
        {WIDTHS.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
          <col key={index} className={width} />
        ))}
      </colgroup>
      <thead className="phone:hidden">
        <tr>
          {LOG_HEADS.map((head) => (
            <Th key={head} isFigure={FIGURES.includes(head)}>
              {t(head)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className="phone:block">
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </tbody>
    </Table>
  );
}

function RequestRow({ request }: { request: RequestView }) {
  return (
    <Tr className="phone:grid phone:grid-cols-[1fr_auto_auto] phone:gap-x-3 phone:border-line-soft phone:border-b phone:px-4 phone:py-2">
      <Td className={cn(PHONE, 'text-ink-3 phone:order-2')}>
        <Moment at={request.at} />
      </Td>
      <Td className={cn(PHONE, 'py-1.5 phone:order-1 phone:col-span-3')}>
        <Target request={request} />
      </Td>
      <Td isFigure className={cn(PHONE, 'phone:order-3')}>
        <Status status={request.status} />
      </Td>
      <Td isFigure className={cn(PHONE, 'text-ink phone:order-4')}>
        {msText(request.ms)}
      </Td>
      <Td isFigure className={cn(PHONE, 'phone:hidden')}>
        {bytesText(request.bytesOut)}
      </Td>
      <Td className={cn(PHONE, 'phone:order-5 phone:col-span-2')}>
        <Chosen request={request} />
      </Td>
      <Td className={cn(PHONE, 'phone:order-6 phone:text-right')}>
        <Rule rule={request.rule} />
      </Td>
    </Tr>
  );
}

/** To the millisecond: several requests share a second. On the phone the day is left out. */
function Moment({ at }: { at: number }) {
  const [day, time] = absoluteTime(at).split(' ');
  return (
    <time dateTime={new Date(at).toISOString()}>
      <span className="phone:hidden">{day} </span>
      {time}.{String(at % 1000).padStart(3, '0')}
    </time>
  );
}

function Target({ request: { method, path, host, requestId } }: { request: RequestView }) {
  return (
    <span className="grid min-w-0">
      <span className="truncate phone:whitespace-normal phone:break-all" title={path}>
        <span className="font-strong text-ink">{method}</span> <span className="text-ink">{path}</span>
      </span>
      <span className="truncate text-ink-3 text-xs" title={`${host} ${requestId}`}>
        {host} · {requestId}
      </span>
    </span>
  );
}

function Status({ status }: { status: number }) {
  const t = useTranslations('requests');
  const code = statusClassOf(status);
  const word = code === 'left' || code === 'broken' ? t(code) : String(status);
  return <span className={isErrorClass(code) ? 'font-strong text-fail' : 'text-ink'}>{word}</span>;
}

function Chosen({ request: { versionId, versionName, instanceId } }: { request: RequestView }) {
  const t = useTranslations('requests');
  return (
    <span className="grid min-w-0">
      <span className="flex min-w-0 text-ink">
        <VersionLabel name={versionId === '' ? t('noVersion') : versionName} />
      </span>
      {instanceId === '' ? null : <span className="truncate text-ink-3 text-xs">{instanceId}</span>}
    </span>
  );
}

function Rule({ rule }: { rule: string }) {
  const t = useTranslations('requests');
  const number = ruleNumberOf(rule);
  if (number !== undefined) return t('ruleNumber', { number });
  if (rule === 'percent' || rule === 'sticky' || rule === 'default' || rule === 'test') return t(rule);
  return '-';
}
