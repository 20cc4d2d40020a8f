/**
 * Names of cookies that only the console and the gateway may set and read. Browsers take the prefixes in any case and
 * keep their promise (RFC 6265bis §4.1.3); nobody else has a use for such a name, so any case is reserved.
 */
const RESERVED = /^(?:(?:__Host-|__Secure-)?berth[._]|__berth_)/i;

export function isReservedCookie(name: string): boolean {
  return RESERVED.test(name);
}
