// Services: the list, the page of one service with its tabs, and the dialogs that act on it. A page reads through
// React Query, keeps its filter, tab and page number in the URL, and hears of changes through one subscription.
export function servicePath(serviceId: string, tab?: ServiceTab): string {
  return tab === undefined ? `/services/${serviceId}` : `/services/${serviceId}?tab=${tab}`;
}

/** 日志 of the service, of one version or instance of it alone where that is named. */
export function logsPath(
  serviceId: string,
  { versionId, instanceId }: { versionId?: string; instanceId?: string } = {},
): string {
  const version = versionId === undefined ? '' : `&versions=${versionId}`;
  const instance = instanceId === undefined ? '' : `&instances=${instanceId}`;
  return `${servicePath(serviceId, 'logs')}${version}${instance}`;
}

/** The service with 流量配置 open. */
export function trafficPath(serviceId: string): string {
  return `${servicePath(serviceId)}?traffic=1`;
}

export const SERVICE_TABS = ['versions', 'logs', 'metrics', 'requests', 'deployments', 'settings'] as const;

export type ServiceTab = (typeof SERVICE_TABS)[number];

/** 新建版本; with `fromVersionId` its configuration is filled in. */
export function newVersionPath(serviceId: string, fromVersionId?: string): string {
  const path = `/services/${serviceId}/new-version`;
  return fromVersionId === undefined ? path : `${path}?from=${fromVersionId}`;
}

export const VERSION_TABS = ['spec', 'instances', 'history', 'deployments'] as const;

export type VersionTab = (typeof VERSION_TABS)[number];

export function versionPath(serviceId: string, versionId: string, tab?: VersionTab): string {
  const path = `/services/${serviceId}/versions/${versionId}`;
  return tab === undefined ? path : `${path}?tab=${tab}`;
}

/** 编辑配置并重新部署. */
export function editVersionPath(serviceId: string, versionId: string): string {
  return `${versionPath(serviceId, versionId)}/edit`;
}

export function deploymentPath(serviceId: string, deploymentId: string): string {
  return `/services/${serviceId}/deployments/${deploymentId}`;
}

/** Leads to the version's test address, with a ticket for this browser. */
export function visitPath(versionId: string): string {
  return `/visit/${versionId}`;
}
