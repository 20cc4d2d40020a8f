import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isShellOrigin, shellOrigin, shellUrl } from '#server/domain/shell-address.ts';

const PLAIN = { port: 3001, url: null, consoleOrigin: null };
const PROXIED = {
  port: 3001,
  url: 'wss://shell.example.com/path',
  consoleOrigin: 'https://console.example.com',
};

test('a page finds the webshell on the host by which it was reached, or where the settings say', () => {
  assert.equal(shellUrl(PLAIN, false, 'localhost:3000'), 'ws://localhost:3001');
  assert.equal(shellUrl(PLAIN, false, '192.168.1.5'), 'ws://192.168.1.5:3001');
  assert.equal(shellUrl(PLAIN, false, '[::1]:3000'), 'ws://[::1]:3001');
  assert.equal(shellUrl(PROXIED, true, 'console.example.com'), 'wss://shell.example.com/path');
  assert.equal(shellOrigin(PROXIED, true, 'console.example.com'), 'wss://shell.example.com');
});

test('without a port, by TLS without an address, and for a host that is none there is no webshell', () => {
  assert.equal(shellUrl({ ...PROXIED, port: 0 }, true, 'console.example.com'), null);
  assert.equal(shellUrl(PLAIN, true, 'console.example.com'), null);
  for (const host of [null, '', "a; script-src 'unsafe-inline'", 'a,b', 'a b', "x'y", '*']) {
    assert.equal(shellOrigin(PLAIN, false, host), null, String(host));
  }
});

test('only pages of the console may connect', () => {
  const may = (origin: string, host = 'localhost:3001') => isShellOrigin(PLAIN, 3000, origin, host);
  assert.ok(may('http://localhost:3000'));
  assert.ok(may('http://192.168.1.5:3000', '192.168.1.5:3001'));
  for (const origin of [
    'http://localhost:8080',
    'http://shop.localhost:3000',
    'https://localhost:3000',
    'null',
    '',
  ]) {
    assert.ok(!may(origin), origin);
  }
  assert.ok(
    isShellOrigin({ ...PLAIN }, 80, 'http://berth.lan', 'berth.lan:3001'),
    'the usual port is not said',
  );
  assert.ok(isShellOrigin(PROXIED, 3000, 'https://console.example.com', 'shell.example.com'));
  assert.ok(!isShellOrigin(PROXIED, 3000, 'http://shell.example.com:3000', 'shell.example.com'));
});
