// IPv4 subnets as numbers.

export type Halves = {
  /** As given, `172.20.0.0/16`. */
  subnet: string;
  gateway: string;
  /** What the engine gives to instances, `172.20.0.0/17`. */
  lower: string;
};

/** The first address is the gateway's, as the engine has it too. */
export function halvesOf(subnet: string): Halves {
  const { first, bits } = parse(subnet);
  return { subnet, gateway: addressOf(first + 1), lower: `${addressOf(first)}/${bits + 1}` };
}

/** The addresses of the upper half in their order, without its first, which looks like a network's, and the broadcast address. */
export function* upperAddresses(subnet: string): Generator<string> {
  const { first, bits } = parse(subnet);
  const size = 2 ** (32 - bits);
  for (let offset = size / 2 + 1; offset < size - 1; offset += 1) yield addressOf(first + offset);
}

export function isInUpperHalf(subnet: string, address: string): boolean {
  const { first, bits } = parse(subnet);
  const size = 2 ** (32 - bits);
  const offset = numberOf(address) - first;
  return offset > size / 2 && offset < size - 1;
}

function parse(subnet: string): { first: number; bits: number } {
  const [address = '', bits] = subnet.split('/');
  return { first: numberOf(address), bits: Number(bits) };
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
