import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf } from '#components/settings/account/device.ts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

for (const [userAgent, browser, system] of [
  [`${MAC} Chrome/142.0.0.0 Safari/537.36`, 'Chrome', 'macOS'],
  [`${WINDOWS} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, 'Edge', 'Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
  [`${PHONE} Version/18.0 Mobile/15E148 Safari/604.1`, 'Safari', 'iPhone'],
  [`${PHONE} Mobile/15E148 MicroMessenger/8.0.50`, 'WeChat', 'iPhone'],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
  ],
  ['curl/8.10.1', undefined, undefined],
  [null, undefined, undefined],
] as const) {
  test(`${userAgent ?? 'nothing'} is ${browser ?? 'no known browser'} on ${system ?? 'no known system'}`, () => {
    assert.deepEqual(deviceOf(userAgent), { browser, system });
  });
}
