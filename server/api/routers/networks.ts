import { countNetworksInUse, findNewestNetworkId } from '#db/stores/networks.ts';
import { forEnvironment, router } from '#server/api/init.ts';
import { readNetworkViews } from '#server/api/views/network-view.ts';
import { defaultNetworkChoice, NETWORK_QUOTA } from '#server/domain/networks.ts';

export const networksRouter = router({
  /**
   * 私有网络 that a new service may join, oldest first, and what the form begins with (S3-51). `isQuotaUsedUp`: over
   * the whole installation there may be no further one (S3-53).
   */
  list: forEnvironment('view').query(({ ctx }) => ({
    items: readNetworkViews(ctx.db, ctx.environment.id),
    defaultChoice: defaultNetworkChoice(findNewestNetworkId(ctx.db, ctx.environment.id)),
    isQuotaUsedUp: countNetworksInUse(ctx.db) >= NETWORK_QUOTA,
    limit: NETWORK_QUOTA,
  })),
});
