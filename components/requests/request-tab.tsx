'use client';
import { RequestFiguresPanel } from '#components/requests/request-figures-panel.tsx';
import { RequestLogPanel } from '#components/requests/request-log-panel.tsx';

/** 请求日志 of a service: what its versions answered over a time, and the single requests. */
export function RequestTab({ serviceId }: { serviceId: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <RequestFiguresPanel serviceId={serviceId} />
      <RequestLogPanel serviceId={serviceId} />
    </div>
  );
}
