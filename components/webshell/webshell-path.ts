import { versionPath } from '#components/services/service-paths.ts';

/** The terminal of one instance, on a page of its own. */
export function webshellPath(serviceId: string, versionId: string, instanceId: string): string {
  return `${versionPath(serviceId, versionId)}/webshell/${instanceId}`;
}
