// What the gateway needs to know of one service: one document, compiled by the deployer, swapped as a whole.
import type { TrafficPolicy } from '#server/domain/traffic.ts';
import type { SeatRun } from '#server/domain/visitor-seats.ts';

export type RouteInstance = {
  instanceId: string;
  host: string;
  port: number;
  /** A draining instance gets no new request; the worker reports what it still has in flight there. */
  isDraining: boolean;
};

export type RouteVersion = {
  versionId: string;
  versionName: string;
  /** Label of the test address, without the base domain. */
  testHost: string;
  /** Without an instance it may be waited for: it came live once, and a request is enough to start it. */
  isWakeable: boolean;
  instances: RouteInstance[];
};

export type ServiceRoutes = {
  serviceId: string;
  serviceName: string;
  environmentId: string;
  /** The service's generation that this document carries. */
  generation: number;
  /** Label of the default domain, without the base domain. */
  host: string;
  isPaused: boolean;
  /** The policy, or what stands in for it while a version that it names cannot answer. */
  traffic: TrafficPolicy;
  /** 会话保持: which seats belong to which version; not there while the service does not keep its visitors. */
  seats?: readonly SeatRun[];
  versions: RouteVersion[];
};
