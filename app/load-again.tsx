import { headers } from 'next/headers';

/**
 * A page that lost one of its scripts or styles on the way looks whole, and nothing on it works. Chromium drops what it
 * is loading whenever the networks of its machine change, as they do when Docker starts a container there. Such a page
 * is loaded again, three times a minute at most, unless it works already: then nothing typed into it may be lost.
 */
export async function LoadAgain() {
  const policy = (await headers()).get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  return <script nonce={nonce}>{SCRIPT}</script>;
}

/** By itself, since what it waits for is that scripts do not come. `data-works` is set by components/shell/works.tsx. */
const SCRIPT = `
addEventListener('error', function again(event) {
  var lost = event.target, key = 'berth.loaded-again', now = Date.now(), before = [];
  if (!(lost instanceof HTMLScriptElement || lost instanceof HTMLLinkElement && lost.rel === 'stylesheet')) return;
  if (document.documentElement.hasAttribute('data-works')) return;
  removeEventListener('error', again, true);
  try {
    before = JSON.parse(sessionStorage.getItem(key) || '[]').filter(function (at) { return at > now - 60000; });
    if (before.length >= 3) return;
    sessionStorage.setItem(key, JSON.stringify(before.concat(now)));
  } catch { return; }
  setTimeout(function () { location.reload(); }, 300 * (before.length + 1));
}, true);
`;
