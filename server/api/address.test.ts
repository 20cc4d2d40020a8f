import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitorAddress } from '#server/api/address.ts';
import { trustedProxies } from '#server/trusted-proxies.ts';

const isTrusted = trustedProxies(['10.0.0.0/8', 'fd00::/8']);

for (const [promise, peer, forwardedFor, address] of [
  ['a visitor is who its socket says', '192.0.2.7', '', '192.0.2.7'],
  ['what a visitor says of itself counts for nothing', '192.0.2.7', '6.6.6.6', '192.0.2.7'],
  ['a proxy that is named is believed', '10.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['what a visitor told the proxy is not', '10.0.0.1', '6.6.6.6, 192.0.2.7', '192.0.2.7'],
  ['proxies in a row are passed', 'fd00::1', '6.6.6.6, 192.0.2.7, 10.0.0.9', '192.0.2.7'],
  ['a port behind the address is none of it', '10.0.0.1', '192.0.2.7:4711', '192.0.2.7'],
  ['nor brackets around it', '10.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
  ['what is no address is no visitor', '10.0.0.1', '192.0.2.7, unknown', '10.0.0.1'],
  ['a proxy that says nothing stands for itself', '10.0.0.1', ' , ', '10.0.0.1'],
] as const) {
  test(promise, () => assert.equal(visitorAddress(peer, forwardedFor, isTrusted), address));
}
