// Why a version that came live is not well, as its page explains it.
import path from 'node:path';
import type { Db } from '#db/open.ts';
import { lastDeployments } from '#db/stores/deployments.ts';
import { listInstancesOfVersion } from '#db/stores/instances.ts';
import type { Service } from '#db/stores/services.ts';
import type { Version } from '#db/stores/versions.ts';
import { type LogEntry, readLogEnd } from '#server/api/log-tail.ts';
import { viewsOf } from '#server/api/views/version-view.ts';
import { type Trouble, troubleOf } from '#server/domain/trouble.ts';
import type { Settings } from '#server/settings.ts';

/** `logTail`: the last lines of the instance that ended last. */
export type TroubleView = Trouble & { logTail: string[] };

/** More of them do not end in the 10 minutes that are looked at. */
const INSTANCES_READ = 200;
const TAIL_LINES = 20;

/** Null while it is well, and while a deployment explains what is the matter. */
export async function readTrouble(
  { db, settings }: { db: Db; settings: Settings },
  service: Service,
  version: Version,
): Promise<TroubleView | null> {
  const [view] = viewsOf(db, settings, service, [version]);
  const deployment = lastDeployments(db, [version.id]).get(version.id);
  if (!view?.canServe || view.wantedInstances === 0 || deployment?.state === 'running') return null;
  const trouble = troubleOf(listInstancesOfVersion(db, version.id, INSTANCES_READ), {
    snapshotNumber: version.snapshotNumber,
    deployedAt: deployment?.finishedAt ?? 0,
    now: Date.now(),
    ready: view.readyInstances,
    isAbnormal: view.state.kind === 'abnormal',
  });
  if (!trouble) return null;
  if (trouble.kind === 'missing') return { ...trouble, logTail: [] };
  const tail = await readInstanceLog(settings, trouble.instanceId, TAIL_LINES);
  return { ...trouble, logTail: tail.map(({ text }) => text) };
}

/** What the deployer has copied of the instance's log (deployer/instance-logs.ts), oldest first. */
export function readInstanceLog(
  { dataDir }: Settings,
  instanceId: string,
  mostLines: number,
): Promise<LogEntry[]> {
  return readLogEnd(path.join(dataDir, 'logs', 'instances', `${instanceId}.log`), mostLines);
}
