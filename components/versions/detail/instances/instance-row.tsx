'use client';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { MoreMenu } from '#components/ui/menu.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { RowActions, Td, Tr } from '#components/ui/table.tsx';
import { InstanceAge } from '#components/versions/detail/instances/instance-age.tsx';
import {
  CpuFigure,
  MemoryFigure,
  RequestFigure,
} from '#components/versions/detail/instances/instance-figures.tsx';
import { useEndingText } from '#components/versions/detail/instances/use-ending-text.ts';
import {
  type InstanceDialogKind,
  useInstanceMenu,
} from '#components/versions/detail/instances/use-instance-menu.tsx';
import { WebshellButton } from '#components/webshell/webshell-button.tsx';
import type { InstanceView } from '#server/api/views/instance-view.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { isPresent } from '#server/domain/instance.ts';

const KIND = {
  creating: 'busy',
  starting: 'busy',
  ready: 'ok',
  draining: 'busy',
  stopping: 'busy',
  exited: 'fail',
  removed: 'off',
} as const satisfies Record<InstanceView['state'], string>;

const PHONE_ROW =
  'phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:items-center phone:gap-x-3 phone:gap-y-1 phone:border-line-soft phone:border-b phone:px-4 phone:py-2.5 phone:last:border-b-0';
const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';
/** A figure with its name before it, where the heads are not in view. */
const PHONE_FIGURE = `${PHONE_CELL} phone:text-left phone:before:mr-1.5 phone:before:text-ink-3 phone:before:content-[attr(data-label)]`;

type InstanceRowProps = {
  service: ServiceView;
  version: VersionView;
  instance: InstanceView;
  onOpen: (kind: InstanceDialogKind) => void;
};

export function InstanceRow({ service, version, instance, onOpen }: InstanceRowProps) {
  const t = useTranslations('instances');
  const { id, state, restarts } = instance;
  const isOver = !isPresent(instance);
  return (
    <Tr aria-label={id} className={PHONE_ROW}>
      <Td className={cn(PHONE_CELL, 'font-mono text-ink text-xs')}>{id}</Td>
      <Td className={cn(PHONE_CELL, 'phone:justify-self-end')}>
        <StatusBadge kind={KIND[state]}>{t(`states.${state}`)}</StatusBadge>
      </Td>
      <Td className={PHONE_FIGURE} data-label={t('snapshot')}>
        <Snapshot version={version} number={instance.snapshotNumber} />
      </Td>
      <Td className={cn(PHONE_FIGURE, isOver && 'phone:hidden')} data-label={t('cpu')}>
        <CpuFigure instance={instance} />
      </Td>
      <Td isFigure className={cn(PHONE_FIGURE, isOver && 'phone:hidden')} data-label={t('memory')}>
        <MemoryFigure instance={instance} />
      </Td>
      <Td isFigure className={cn(PHONE_FIGURE, isOver && 'phone:hidden')} data-label={t('requests')}>
        <RequestFigure instance={instance} />
      </Td>
      <Td className={cn(PHONE_FIGURE, 'text-ink-3 text-sm')} data-label={t('age')}>
        <InstanceAge instance={instance} />
      </Td>
      <Td
        isFigure
        className={cn(PHONE_FIGURE, restarts === 0 && 'text-ink-3 phone:hidden')}
        data-label={t('restarts')}
      >
        {restarts}
      </Td>
      <Ending instance={instance} />
      <Td className={cn(PHONE_CELL, isOver ? 'phone:self-end phone:justify-self-end' : 'phone:col-span-2')}>
        <Actions service={service} version={version} instance={instance} onOpen={onOpen} />
      </Td>
    </Tr>
  );
}

function Snapshot({ version, number }: { version: VersionView; number: number }) {
  const t = useTranslations('instances');
  return (
    <>
      {number}
      {number === version.snapshotNumber ? null : (
        <span className="ml-2 text-ink-3 text-xs">{t('otherSnapshot')}</span>
      )}
    </>
  );
}

/** 退出原因. Red only where something went wrong. */
function Ending({ instance }: Pick<InstanceRowProps, 'instance'>) {
  const endingText = useEndingText();
  const text = endingText(instance);
  const hasFailed = instance.state === 'exited' || instance.ending === 'not-ready';
  return (
    <Td
      className={cn(
        PHONE_CELL,
        'max-w-48 truncate phone:col-start-1 phone:max-w-none phone:whitespace-normal',
        text === '' && 'phone:hidden',
        hasFailed ? 'text-fail' : 'text-ink-3',
      )}
      title={text || undefined}
    >
      {text || '-'}
    </Td>
  );
}

function Actions({ service, version, instance, onOpen }: InstanceRowProps) {
  const t = useTranslations('instances');
  const entries = useInstanceMenu({ service, version, instance, onOpen });
  return (
    <RowActions className="phone:mr-0 phone:justify-start">
      {isPresent(instance) ? (
        <WebshellButton service={service} version={version} instance={instance} />
      ) : null}
      <MoreMenu label={t('moreOf', { id: instance.id })} entries={entries} />
    </RowActions>
  );
}
