// Names of what activities work on: at most one activity a key.

export function instanceKey(instanceId: string): string {
  return `instance ${instanceId}`;
}

export function deploymentKey(deploymentId: string): string {
  return `deployment ${deploymentId}`;
}

export function relayKey(serviceId: string): string {
  return `relay ${serviceId}`;
}
