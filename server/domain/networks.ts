// 私有网络: services of one network reach each other, those of different networks do not. A network belongs to one
// environment, comes with the first service that wants one of its own and goes with its last service.
import { z } from 'zod';

/** Networks with a service, over the whole installation (S3-53). */
export const NETWORK_QUOTA = 20;

/** 云托管网络 of 新建服务: 系统推荐 makes a new network, the other joins one that has a service (S3-51). */
export const networkChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new') }),
  z.object({ kind: z.literal('existing'), networkId: z.string() }),
]);

export type NetworkChoice = z.infer<typeof networkChoiceSchema>;

/** What the form begins with, and who says nothing gets: the newest service's network, else a new one (S3-51). */
export function defaultNetworkChoice(newestNetworkId: string | null): NetworkChoice {
  return newestNetworkId === null ? { kind: 'new' } : { kind: 'existing', networkId: newestNetworkId };
}

/** `network-1`, …: by the number of networks that the environment ever had, so that no name comes twice. */
export function networkLabel(number: number): string {
  return `network-${number}`;
}
