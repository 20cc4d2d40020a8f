'use client';
import { useTranslations } from 'use-intl/react';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { LocalTime } from '#components/ui/local-time.tsx';
import { useTickingNow } from '#components/ui/time-ago.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { ageMs } from '#components/versions/detail/instances/instance-text.ts';
import type { InstanceView } from '#server/api/views/instance-view.ts';

/** 运行时长; when it was made and when it ended are in the tooltip. */
export function InstanceAge({ instance }: { instance: InstanceView }) {
  const t = useTranslations('instances');
  const durationText = useDurationText();
  const now = useTickingNow();
  const { createdAt, stoppedAt } = instance;
  return (
    <Tooltip
      text={
        <span className="grid">
          <span>{t.rich('createdAt', { time: () => <LocalTime at={createdAt} /> })}</span>
          {stoppedAt === null ? null : (
            <span>{t.rich('stoppedAt', { time: () => <LocalTime at={stoppedAt} /> })}</span>
          )}
        </span>
      }
    >
      <span>{durationText(ageMs(instance, now), stoppedAt === null)}</span>
    </Tooltip>
  );
}
