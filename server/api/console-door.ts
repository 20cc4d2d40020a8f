// Loaded by `node --import` into the console's process, so that the door stands before the first connection is taken;
// by instrumentation.ts where Next starts a process of its own (`next dev`).
import { openDoor } from '#server/api/door.ts';
import { readSettings } from '#server/settings.ts';
import { trustedProxies } from '#server/trusted-proxies.ts';

const { consoleTrustedProxies, consoleUrl, shell } = readSettings();
openDoor({
  isTrusted: trustedProxies(consoleTrustedProxies),
  isHttps: consoleUrl.startsWith('https:'),
  shell,
  isDev: process.env.NODE_ENV === 'development',
});
