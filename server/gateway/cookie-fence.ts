import { isReservedCookie } from '#server/domain/cookie-names.ts';

/**
 * What keeps a service to its own host. Services live beside the console and beside one another, and a browser lets
 * any of them set cookies for the domain above: an answer loses every Set-Cookie with a reserved name, or for a domain
 * that covers the console's host or the base domain. A browser treats a domain of its list of public suffixes the same
 * way; whoever runs this has no place on that list. Clear-Site-Data goes where it would clear the cookies of that whole
 * domain, as it signs people out of the console.
 */
export class CookieFence {
  readonly #fenced: readonly string[];

  constructor(baseDomain: string, consoleUrl: string) {
    this.#fenced = [baseDomain.toLowerCase(), new URL(consoleUrl).hostname];
  }

  /** `lines`: fields of an answer, each with its CR LF. */
  pass(lines: string): string {
    return lines
      .split(/(?<=\r\n)/)
      .filter((line) => this.#mayPass(line))
      .join('');
  }

  #mayPass(line: string): boolean {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'set-cookie') return this.#mayBeSet(value);
    return name !== 'clear-site-data' || !CLEARS_COOKIES.test(value);
  }

  #mayBeSet(cookie: string): boolean {
    const [pair = '', ...attributes] = cookie.split(';');
    // `=berth.x=1` has no name, and is sent as `berth.x=1`.
    if (isReservedCookie(pair.replace(/^[\s=]+/, ''))) return false;
    return attributes.every((attribute) => !this.#isWide(attribute));
  }

  /** A Domain that covers what is fenced, or that a browser might read as such (RFC 6265bis §5.6.3, §5.7). */
  #isWide(attribute: string): boolean {
    const [, value] = /^\s*domain\s*=(.*)$/i.exec(attribute) ?? [];
    if (value === undefined) return false;
    const domain = value.trim().toLowerCase().replace(/^\./, '');
    if (domain === '') return false; // None, to a browser.
    return !PLAIN_DOMAIN.test(domain) || this.#fenced.some((host) => covers(domain, host));
  }
}

const CLEARS_COOKIES = /cookies|\*/i;
/** Anything else is made one by browsers in ways of their own: letters of other alphabets, per cent signs, a last dot. */
const PLAIN_DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** Whether a head needs {@link CookieFence.pass} for this field; almost none does. */
export function reachesOut(value: string): boolean {
  return /domain|berth|cookies|\*/i.test(value);
}

function covers(domain: string, host: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
