'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useProblemText } from '#components/api/problem.ts';
import { PredictionPanel } from '#components/traffic/prediction-panel.tsx';
import { openRules, type RulesForm } from '#components/traffic/rules-form.ts';
import { usePrediction } from '#components/traffic/use-prediction.ts';
import {
  type TrafficService,
  type TrafficState,
  useOpeningState,
} from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';

type PredictionDialogProps = { service: TrafficService; onClose: () => void };

/** 匹配结果预测 with the rules that hold now, for who does not change them. */
export function PredictionDialog({ service, onClose }: PredictionDialogProps) {
  const t = useTranslations();
  const problemText = useProblemText();
  const { data, error } = useOpeningState(service.id);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('traffic.predictTitle')}
      subject={service.name}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </DialogFooter>
      }
    >
      {data ? (
        <Prediction service={service} state={data} />
      ) : error ? (
        <Notice kind="fail">{problemText(error)}</Notice>
      ) : (
        <Skeleton className="my-8 w-full" />
      )}
    </Dialog>
  );
}

function Prediction({ service, state }: { service: TrafficService; state: TrafficState }) {
  const [form] = useState<RulesForm>(() =>
    openRules(state.versions, state.policy.mode === 'rules' ? state.policy : undefined),
  );
  const series = seriesByVersion(form.seen.map((id, index) => ({ id, number: index })));
  const prediction = usePrediction(service.id, form);
  return <PredictionPanel form={form} versions={state.versions} series={series} prediction={prediction} />;
}
