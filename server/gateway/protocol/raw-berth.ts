// A gateway with one service of one instance, both spoken to in bytes.
import type { TestContext } from 'node:test';
import type { GatewayOptions } from '#server/gateway/gateway.ts';
import type { Limits } from '#server/gateway/limits.ts';
import { type RawInstance, type Reply, rawInstance } from '#server/gateway/protocol/raw-instance.ts';
import { type RawVisitor, visitorOf } from '#server/gateway/protocol/raw-visitor.ts';
import { routesOf, type TestGateway, testGateway } from '#server/gateway/test-gateway.ts';

export type ProtocolOptions = Partial<GatewayOptions> & {
  trustedProxies?: string[];
  limits?: Partial<Limits>;
};

export type RawBerth = {
  gateway: TestGateway;
  instance: RawInstance;
  visitor(): Promise<RawVisitor>;
};

/** Starts both. Without `reply` the test plays the instance. */
export async function rawBerth(
  t: TestContext,
  reply?: Reply,
  options: ProtocolOptions = {},
): Promise<RawBerth> {
  const instance = await rawInstance(t, reply);
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [instance.port] })], options);
  return { gateway, instance, visitor: () => visitorOf(t, gateway) };
}
