import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTotpCode, totpCode } from '#server/keys/totp.ts';

/** RFC 6238, appendix B, its last six digits. */
const SECRET = Buffer.from('12345678901234567890');

for (const [seconds, code] of [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const) {
  test(`the code of second ${seconds} is ${code}, as in RFC 6238`, () => {
    assert.equal(totpCode(SECRET, seconds * 1_000), code);
  });
}

test('a code is right for its half minute and those beside it', () => {
  const code = totpCode(SECRET, 90_000);
  const right = [59_999, 60_000, 90_000, 119_999, 149_999, 150_000].map((at) => isTotpCode(SECRET, code, at));
  assert.deepEqual(right, [false, true, true, true, true, false]);
  for (const wrong of ['', '000000', `${code}0`, code.slice(1)])
    assert.equal(isTotpCode(SECRET, wrong, 90_000), false, wrong);
});
