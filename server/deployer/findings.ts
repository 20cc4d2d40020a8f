import type { Health, ImageProgress, ProbeResult, StartError } from '#server/domain/plan/observed.ts';

/**
 * What activities found out and the plan needs to know. In memory only: after a restart the activities run again
 * and find it again.
 */
export class Findings {
  /** By instance. */
  readonly probes = new Map<string, ProbeResult>();
  /** By instance. */
  readonly startErrors = new Map<string, StartError>();
  /** By instance; those without anything wrong are not in it. */
  readonly health = new Map<string, Health>();
  /** Instances that their relay has let go of. */
  readonly leftRelay = new Set<string>();
  /** Instance → epoch ms at which our own call had removed it. */
  readonly removals = new Map<string, number>();
  /** By deployment. */
  readonly images = new Map<string, ImageProgress>();

  forgetInstance(instanceId: string): void {
    this.probes.delete(instanceId);
    this.startErrors.delete(instanceId);
    this.health.delete(instanceId);
    this.leftRelay.delete(instanceId);
    this.removals.delete(instanceId);
  }
}
