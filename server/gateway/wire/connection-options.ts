/** What the Connection fields of a message say (RFC 9110 §7.6.1). */
export class ConnectionOptions {
  closes = false;
  keepsAlive = false;
  upgrades = false;
  /** Fields that end at this hop because Connection names them; lower case. */
  named: string[] | undefined;

  add(value: string): void {
    if (value === 'keep-alive') this.keepsAlive = true;
    else if (value === 'close') this.closes = true;
    else for (const option of value.toLowerCase().split(',')) this.#addOption(option.trim());
  }

  /** Whether the connection stays open after the message (RFC 9112 §9.3). */
  staysOpen(minor: number): boolean {
    return !this.closes && (minor === 1 || this.keepsAlive);
  }

  #addOption(option: string): void {
    if (option === 'close') this.closes = true;
    else if (option === 'keep-alive') this.keepsAlive = true;
    else if (option === 'upgrade') this.upgrades = true;
    else if (option !== '' && !END_TO_END.has(option)) this.#name(option);
  }

  #name(option: string): void {
    this.named ??= [];
    this.named.push(option);
  }
}

/** Never hop-by-hop, whatever Connection names: without them the message would be cut, go astray or lose its rights. */
const END_TO_END = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'cookie',
  'set-cookie',
  'authorization',
]);

/** Field lines, each with its CR LF, without those of the given lower-case names. */
export function withoutNamed(lines: string, named: readonly string[]): string {
  return lines
    .split('\r\n')
    .filter((line) => !named.includes(line.slice(0, Math.max(0, line.indexOf(':'))).toLowerCase()))
    .join('\r\n');
}
