// 内网地址: after each round the relay of the service gets the table that its routes make. Nothing waits for it: a
// deployment succeeds without, and what fails here is tried again by itself.
import { findInternalHost, listReservedHosts, saveInternalHost } from '#db/stores/internal-hosts.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { Activity } from '#server/deployer/activities.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { relayKey } from '#server/deployer/keys.ts';
import type { RoundFacts } from '#server/deployer/observe.ts';
import { type RelayTable, relayTable } from '#server/domain/internal-address.ts';
import type { Plan } from '#server/domain/plan.ts';

/** Service → the table that this process gave its relay, as text. Who is not in it is given one anew. */
export type GivenTables = Map<string, string>;

/** At most one: a relay that does not have the table of these routes gets it. */
export function relayActivities(context: DeployerContext, facts: RoundFacts, { routes }: Plan): Activity[] {
  const { runner, givenTables } = context;
  const { id, isDeleted } = facts.desired;
  if (!runner.networks || !routes || isDeleted) return [];
  if (routes.versions.length === 0 && !givenTables.has(id)) return [];
  const table = relayTable(routes, facts.desired.versions, (instanceId) =>
    portOf(context, facts, instanceId),
  );
  if (givenTables.get(id) === JSON.stringify(table)) return [];
  return [{ key: relayKey(id), kind: 'relay', run: () => giveTable(context, facts, table) }];
}

async function giveTable(
  context: DeployerContext,
  { desired }: RoundFacts,
  table: RelayTable,
): Promise<void> {
  const { db, runner, givenTables } = context;
  const { id, name, networkId } = desired;
  const made = await runner.networks?.ensureRelay({
    serviceId: id,
    serviceName: name,
    networkId,
    host: findInternalHost(db, id),
    reservedHosts: listReservedHosts(db, networkId),
    table,
  });
  givenTables.set(id, JSON.stringify(table));
  if (made) saveInternalHost(db, id, made.host);
}

/** The port inside its container, which the address that the gateway dials does not always tell. */
function portOf(
  { db }: DeployerContext,
  { desired, observed }: RoundFacts,
  instanceId: string,
): number | undefined {
  const instance = observed.instances.find((candidate) => candidate.instance.id === instanceId)?.instance;
  const version = desired.versions.find(({ id }) => id === instance?.versionId);
  if (!instance || !version) return undefined;
  const { snapshotNumber } = instance;
  return snapshotNumber === version.snapshotNumber
    ? version.spec.port
    : readSpec(db, version.id, snapshotNumber).port;
}
