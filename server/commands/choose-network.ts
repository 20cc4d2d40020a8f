import {
  countNetworks,
  countNetworksInUse,
  findNewestNetworkId,
  insertNetwork,
  listNetworks,
  type Network,
} from '#db/stores/networks.ts';
import type { CommandContext } from '#server/commands/context.ts';
import {
  defaultNetworkChoice,
  NETWORK_QUOTA,
  type NetworkChoice,
  networkLabel,
} from '#server/domain/networks.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * The network of a service that is being created; the default of the form where nothing was chosen (S3-51). To be
 * called in the command's transaction. Throws network_gone, network_quota (S3-53).
 */
export function chooseNetwork(
  ctx: CommandContext,
  environmentId: string,
  choice: NetworkChoice = defaultNetworkChoice(findNewestNetworkId(ctx.db, environmentId)),
): Network {
  if (choice.kind === 'new') return makeNetwork(ctx, environmentId);
  const found = listNetworks(ctx.db, environmentId).find(({ id }) => id === choice.networkId);
  if (found) return found;
  throw new Problem('network_gone', { issues: [{ path: ['network'], code: 'network_gone' }] });
}

function makeNetwork(ctx: CommandContext, environmentId: string): Network {
  if (countNetworksInUse(ctx.db) >= NETWORK_QUOTA) {
    throw new Problem('network_quota', { params: { limit: NETWORK_QUOTA } });
  }
  const network = {
    id: `net-${ctx.randomText(10)}`,
    environmentId,
    name: networkLabel(countNetworks(ctx.db, environmentId) + 1),
    createdAt: ctx.now(),
  };
  insertNetwork(ctx.db, network);
  return network;
}
