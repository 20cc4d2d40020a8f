// Which bytes may stand where (RFC 9110 §5.6.2, §5.5; RFC 9112 §3.2), as tables of 256 for one look a byte.

export const CR = 0x0d;
export const LF = 0x0a;
export const SPACE = 0x20;
export const TAB = 0x09;
export const COLON = 0x3a;

/** Token characters: methods and field names. */
export const IS_TOKEN = tableOf((code) => /[!#$%&'*+.^_`|~0-9A-Za-z-]/.test(String.fromCharCode(code)));

/** What a field value may hold: no control characters but the tab. */
export const IS_VALUE = tableOf((code) => code === TAB || (code >= SPACE && code !== 0x7f));

/**
 * What a request target may hold. Bytes above ASCII are let through, as servers in wide use do: clients send UTF-8
 * there. A fragment is never sent.
 */
export const IS_TARGET = tableOf((code) => code > SPACE && code !== 0x7f && code !== 0x23);

/** What the name in an authority may hold (RFC 3986 §3.2.2), without the brackets of IPv6. */
export const IS_NAME = tableOf((code) => /[A-Za-z0-9._~%!$&'()*+,;=-]/.test(String.fromCharCode(code)));

function tableOf(isIn: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => Number(isIn(code)));
}
