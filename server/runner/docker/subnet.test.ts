import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halvesOf, isInUpperHalf, upperAddresses } from './subnet.ts';

test('a subnet has its gateway first, instances in the lower half, relays in the upper', () => {
  assert.deepEqual(halvesOf('192.168.16.0/20'), {
    subnet: '192.168.16.0/20',
    gateway: '192.168.16.1',
    lower: '192.168.16.0/21',
  });
  const [first, second] = upperAddresses('172.20.0.0/16');
  assert.deepEqual([first, second], ['172.20.128.1', '172.20.128.2']);
  assert.deepEqual([...upperAddresses('10.0.0.0/29')], ['10.0.0.5', '10.0.0.6']);
});

test('an address is in the upper half or it is not', () => {
  const among = (address: string) => isInUpperHalf('172.20.0.0/16', address);
  assert.deepEqual(['172.20.128.1', '172.20.255.254'].map(among), [true, true]);
  assert.deepEqual(['172.20.127.255', '172.20.255.255', '172.21.128.1', '172.19.200.1'].map(among), [
    false,
    false,
    false,
    false,
  ]);
});
