// Services: the list, the page of one service with its tabs, and the dialogs that act on it. A page reads through
// React Query, keeps its filter, tab and page number in the URL, and hears of changes through one subscription.
export function servicePath(serviceId: string, tab?: ServiceTab): string {
  return tab === undefined ? `/services/${serviceId}` : `/services/${serviceId}?tab=${tab}`;
}

export const SERVICE_TABS = ['versions', 'deployments', 'settings'] as const;

export type ServiceTab = (typeof SERVICE_TABS)[number];

/** 新建版本; with `fromVersionId` its configuration is filled in. */
export function newVersionPath(serviceId: string, fromVersionId?: string): string {
  const path = `/services/${serviceId}/new-version`;
  return fromVersionId === undefined ? path : `${path}?from=${fromVersionId}`;
}

export function versionPath(serviceId: string, versionId: string): string {
  return `/services/${serviceId}/versions/${versionId}`;
}

export function deploymentPath(serviceId: string, deploymentId: string): string {
  return `/services/${serviceId}/deployments/${deploymentId}`;
}

/** Leads to the version's test address, with a ticket for this browser. */
export function visitPath(versionId: string): string {
  return `/visit/${versionId}`;
}
