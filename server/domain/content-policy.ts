// What a browser is told with every answer of the console: where scripts, styles and frames may come from, and what
// the page may not do (Content Security Policy Level 3; decision 025).

export type AnswerKind =
  /** HTML that people see. */
  | { kind: 'page'; nonce: string; isDev: boolean; shellOrigin: string | null }
  /** Everything else: data, files, pictures. Opened by itself, it can do nothing. */
  | { kind: 'data' };

/** Name → value. `isHttps`: people reach the console by TLS. */
export function protectiveHeaders(answer: AnswerKind, isHttps: boolean): Record<string, string> {
  return {
    'content-security-policy': answer.kind === 'page' ? pagePolicy(answer) : DATA_POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    /** Old browsers' filter, which itself could be used against a page. */
    'x-xss-protection': '0',
    /** Not `no-referrer`: browsers then send `Origin: null` with a form, and the Origin check refuses it. */
    'referrer-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    /** No page of this host can come nearer to another one by `document.domain`. */
    'origin-agent-cluster': '?1',
    'x-permitted-cross-domain-policies': 'none',
    ...(isHttps ? { 'strict-transport-security': `max-age=${TWO_YEARS_SECONDS}` } : {}),
  };
}

const TWO_YEARS_SECONDS = 63_072_000;

const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * Scripts only with the nonce of this very answer, and those that they load. Style attributes are the one thing that
 * stays open: the server writes shares and widths into them, and they cannot load a script nor, by `img-src`, reach
 * another host. Style elements need the nonce too: the terminal of the webshell makes some, and connects to the one
 * origin beside the console's own (decision 032). `next dev` needs eval, style elements and a web socket of its own.
 */
function pagePolicy({ nonce, isDev, shellOrigin }: Extract<AnswerKind, { kind: 'page' }>): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    "script-src-attr 'none'",
    `style-src-elem 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${shellOrigin === null ? '' : ` ${shellOrigin}`}${isDev ? ' ws: wss:' : ''}`,
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
