'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { usePolicyText } from '#components/traffic/policy-text.ts';
import { rollBackTargets } from '#components/traffic/roll-back-targets.ts';
import { type TrafficState, useOpeningState } from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

type RollBackDialogProps = {
  service: { id: string; name: string };
  /** Chosen at the opening, where the person came from that version's row. */
  versionId?: string | undefined;
  onClose: () => void;
};

/** 回滚: choose an older version, and all traffic moves to it once it is ready (S3-36, S3-39). */
export function RollBackDialog({ service, versionId, onClose }: RollBackDialogProps) {
  const t = useTranslations('traffic');
  const state = useOpeningState(service.id);
  const [chosenId, setChosenId] = useState(versionId);
  const targets = state.data ? rollBackTargets(state.data.versions) : [];
  const chosen =
    targets.find(({ id }) => id === chosenId) ?? targets.find(({ hasTraffic }) => hasTraffic) ?? targets[0];
  const rollBack = useRollBack(() => void state.refetch(), onClose, chosen?.name ?? '');

  function confirm(): void {
    if (!chosen || !state.data) return;
    rollBack.mutate({ serviceId: service.id, generation: state.data.generation, versionId: chosen.id });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={t('rollBackTitle')}
      subject={service.name}
      footer={
        <RollBackFooter
          chosenName={chosen?.name}
          isPending={rollBack.isPending}
          onConfirm={confirm}
          onClose={onClose}
        />
      }
    >
      <RollBackBody state={state} chosen={chosen} targets={targets} onChoose={setChosenId} />
      {rollBack.problem === undefined ? null : (
        <Notice kind="fail" className="mt-3">
          {rollBack.problem}
        </Notice>
      )}
    </Dialog>
  );
}

type Version = TrafficState['versions'][number];

function RollBackBody({
  state,
  chosen,
  targets,
  onChoose,
}: {
  state: ReturnType<typeof useOpeningState>;
  chosen: Version | undefined;
  targets: readonly Version[];
  onChoose: (versionId: string) => void;
}) {
  const t = useTranslations();
  const policyText = usePolicyText();
  const { data } = state;
  if (!data && state.isError) {
    return (
      <ErrorState
        title={t('traffic.loadFailed')}
        hint={t('services.failedHint')}
        onRetry={() => void state.refetch()}
        isRetrying={state.isFetching}
      />
    );
  }
  if (!data) return <Skeleton className="my-8 w-full" />;
  if (!chosen) return <EmptyState title={t('traffic.rollBackNone')} hint={t('traffic.rollBackNoneHint')} />;
  return (
    <div className="grid gap-3">
      <p>
        {t(data.policy.mode === 'rules' ? 'traffic.rollBackNowRules' : 'traffic.rollBackNow', {
          shares: policyText(data.policy, data.versions),
        })}
      </p>
      <ChoiceCards
        aria-label={t('traffic.rollBackChoose')}
        className="max-h-80 overflow-y-auto"
        value={chosen.id}
        onChange={onChoose}
        choices={targets.map((version) => ({
          value: version.id,
          label: version.name,
          consequence: <Consequence version={version} />,
        }))}
      />
      <p className="text-ink-3 text-sm">
        {t(chosen.readyInstances > 0 ? 'traffic.rollBackEffect' : 'traffic.rollBackEffectSleeping', {
          name: chosen.name,
        })}
      </p>
      {data.policy.mode === 'rules' ? (
        <p className="text-ink-3 text-sm">
          {t('traffic.losesRules', { count: data.policy.rules.length, name: chosen.name })}
        </p>
      ) : null}
    </div>
  );
}

function Consequence({ version }: { version: Version }) {
  const t = useTranslations('traffic');
  const { remark, readyInstances } = version;
  const start = readyInstances > 0 ? t('rollBackRunning', { count: readyInstances }) : t('rollBackSleeping');
  return remark ? (
    <>
      {remark}
      <br />
      {start}
    </>
  ) : (
    start
  );
}

function RollBackFooter({
  chosenName,
  isPending,
  onConfirm,
  onClose,
}: {
  chosenName: string | undefined;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useTranslations();
  return (
    <DialogFooter>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button intent="primary" disabled={chosenName === undefined} isPending={isPending} onClick={onConfirm}>
        {chosenName === undefined ? t('services.rollBack') : t('traffic.rollBackTo', { name: chosenName })}
      </Button>
    </DialogFooter>
  );
}

function useRollBack(readAgain: () => void, onClose: () => void, name: string) {
  const t = useTranslations('traffic');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const announce = useAnnounce();
  const refresh = useRefresh();
  const { mutate, isPending, error } = useMutation(
    trpc.traffic.rollBack.mutationOptions({
      onSuccess: () => {
        onClose();
        announce({ text: t('rolledBack', { name }) });
      },
      onError: readAgain,
      onSettled: refresh,
    }),
  );
  return { mutate, isPending, problem: error ? problemText(error) : undefined };
}
