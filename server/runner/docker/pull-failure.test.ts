import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pullFailure } from './pull-failure.ts';

const OWN = 'registry.example.com/shop/order:1';
const PUBLIC = 'shop/ordre:1';
const DENIED = (image: string) =>
  `pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`;

/** Texts of Docker 20.10 to 28. */
const CASES: [code: string, reference: string, isSignedIn: boolean, message: string][] = [
  [
    'registry_refused',
    OWN,
    false,
    'Head "https://registry.example.com/v2/shop/order/manifests/1": no basic auth credentials',
  ],
  [
    'registry_refused',
    OWN,
    true,
    'Head "https://registry.example.com/v2/shop/order/manifests/1": unauthorized: authentication required',
  ],
  [
    'registry_refused',
    OWN,
    true,
    'Get "https://registry.example.com/v2/": unauthorized: incorrect username or password',
  ],
  [
    'registry_refused',
    OWN,
    true,
    'error parsing HTTP 403 response body: no error details found in HTTP response body: ""; denied',
  ],
  [
    'registry_refused',
    OWN,
    true,
    'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://r/token: 401 Unauthorized',
  ],
  ['registry_refused', OWN, true, 'unexpected status code 403: Forbidden'],
  ['registry_refused', OWN, false, DENIED('registry.example.com/shop/order')],
  ['registry_refused', PUBLIC, true, DENIED('shop/ordre')],
  ['image_missing', PUBLIC, false, DENIED('shop/ordre')],
  [
    'image_missing',
    OWN,
    true,
    'manifest for registry.example.com/shop/order:1 not found: manifest unknown: manifest unknown',
  ],
  ['image_missing', OWN, true, 'repository registry.example.com/shop/order not found: name unknown'],
  [
    'image_missing',
    OWN,
    true,
    'Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: no such host',
  ],
  [
    'image_missing',
    OWN,
    true,
    'Get "https://registry.example.com/v2/": dial tcp 10.0.0.1:443: connect: connection refused',
  ],
  [
    'disk_full',
    OWN,
    true,
    'failed to register layer: Error processing tar file(exit status 1): write /a: no space left on device',
  ],
];

for (const [code, reference, isSignedIn, message] of CASES) {
  test(`${code}: ${message.slice(0, 70)}, ${isSignedIn ? 'signed in' : 'not signed in'}`, () => {
    const failure = pullFailure(reference, isSignedIn, message);
    assert.deepEqual([failure.code, failure.message], [code, message]);
  });
}
