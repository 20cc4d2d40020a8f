import { type DeployerContext, logPlatform } from '#server/deployer/context.ts';
import type { DeploymentStep } from '#server/domain/deployment.ts';
import type { PullReport } from '#server/runner/port.ts';

/** The engine tells of every layer many times a second; each showing is a commit. */
const SHOWN_EVERY_MS = 500;

/** Puts what is told of a pull where people see it: lines into the deployment's log, how far it is below its step. */
export function pullReports(
  context: DeployerContext,
  { serviceId, deploymentId }: { serviceId: string; deploymentId: string },
): (report: PullReport) => void {
  const { findings, now, wake } = context;
  let shownAt = Number.NEGATIVE_INFINITY;
  return (report) => {
    if (report.kind === 'line') {
      logPlatform(context, deploymentId, `check_image : process, ${report.text}`);
    } else if (report.totalBytes > 0) {
      const details = { image: pullDetail(report) };
      findings.images.set(deploymentId, { kind: 'under-way', step: 'image', details });
      if (now() < shownAt + SHOWN_EVERY_MS) return;
      shownAt = now();
      wake(serviceId);
    }
  };
}

function pullDetail(report: Extract<PullReport, { kind: 'progress' }>): DeploymentStep['detail'] {
  const { doneBytes, totalBytes, layersDone, layers } = report;
  return {
    key: 'imagePulling',
    params: { doneMb: megabytes(doneBytes), totalMb: megabytes(totalBytes), layersDone, layers },
  };
}

/** As engines count them, with one decimal: a small image is not 0. */
function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e5) / 10;
}
