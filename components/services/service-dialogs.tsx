'use client';
import { useMay } from '#components/api/use-may.ts';
import { DeleteServiceDialog } from '#components/services/delete-service-dialog.tsx';
import { DeleteWholeServiceDialog } from '#components/services/delete-whole-service-dialog.tsx';
import { PauseDialog } from '#components/services/pause-dialog.tsx';
import { AbandonDialog } from '#components/traffic/abandon-dialog.tsx';
import { PredictionDialog } from '#components/traffic/prediction-dialog.tsx';
import { RollBackDialog } from '#components/traffic/roll-back-dialog.tsx';
import { TrafficDialog } from '#components/traffic/traffic-dialog.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { Right } from '#server/domain/rights.ts';

export type ServiceDialogKind =
  | 'traffic'
  | 'predict'
  | 'roll-back'
  | 'abandon'
  | 'pause'
  | 'resume'
  | 'delete'
  | 'delete-whole';

type ServiceDialogsProps = {
  service: ServiceView;
  kind: ServiceDialogKind;
  onClose: () => void;
  /** The service is gone; without it the page just reads again. */
  onDeleted?: (() => void) | undefined;
};

const RIGHT_FOR = {
  traffic: 'release',
  predict: 'visit',
  'roll-back': 'release',
  abandon: 'release',
  pause: 'release',
  resume: 'release',
  delete: 'operate',
  'delete-whole': 'operate',
} as const satisfies Record<ServiceDialogKind, Right>;

/** The one dialog that is open over a service; none where the reader may not do it, or not any more. */
export function ServiceDialogs(props: ServiceDialogsProps) {
  return useMay(RIGHT_FOR[props.kind], props.service.environmentId) ? <Opened {...props} /> : null;
}

function Opened({ service, kind, onClose, onDeleted }: ServiceDialogsProps) {
  switch (kind) {
    case 'traffic':
      return <TrafficDialog service={service} onClose={onClose} />;
    case 'predict':
      return <PredictionDialog service={service} onClose={onClose} />;
    case 'roll-back':
      return <RollBackDialog service={service} onClose={onClose} />;
    case 'abandon':
      return <AbandonDialog service={service} onClose={onClose} />;
    case 'pause':
      return <PauseDialog service={service} isPausing onClose={onClose} />;
    case 'resume':
      return <PauseDialog service={service} isPausing={false} onClose={onClose} />;
    case 'delete':
      return <DeleteServiceDialog service={service} onClose={onClose} onDeleted={onDeleted} />;
    case 'delete-whole':
      return <DeleteWholeServiceDialog service={service} onClose={onClose} onDeleted={onDeleted} />;
  }
}
