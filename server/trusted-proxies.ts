import { BlockList, isIP } from 'node:net';

/** Whether an address is one of a list. */
export type IsTrusted = (address: string) => boolean;

/** For addresses and networks in CIDR notation. Throws where one is neither. */
export function trustedProxies(list: readonly string[]): IsTrusted {
  if (list.length === 0) return () => false;
  const addresses = new BlockList();
  for (const entry of list) addTo(addresses, entry);
  return (address) => addresses.check(address, familyOf(address));
}

function addTo(addresses: BlockList, entry: string): void {
  const [address = '', bits, ...rest] = entry.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  const prefix = bits === undefined ? longest : Number(bits);
  const isWhole = Number.isInteger(prefix) && prefix >= 0 && prefix <= longest && bits !== '';
  if (isIP(address) === 0 || !isWhole || rest.length > 0) {
    throw new Error(`${entry} is no address and no network. Write 10.0.0.1 or 10.0.0.0/8.`);
  }
  addresses.addSubnet(address, prefix, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
