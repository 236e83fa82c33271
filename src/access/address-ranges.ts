import { BlockList, isIP } from 'node:net';

const FAMILIES = { 4: 'ipv4', 6: 'ipv6' } as const;
const BITS = { 4: 32, 6: 128 } as const;

interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 4 | 6;
}

const rangeIn = (text: string): Range | undefined => {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || more.length > 0) return undefined;
  if (bits === undefined) return { address, bits: BITS[family], family };
  const number = /^[0-9]{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  return number <= BITS[family] ? { address, bits: number, family } : undefined;
};

/** Whether the text is an IP address or a network, such as `10.1.0.0/16`. */
export const isRange = (text: string): boolean => rangeIn(text) !== undefined;

/** Whether an address is in one of the ranges. @param address of a socket, IPv4 also mapped into IPv6 */
export const isInRanges = (address: string | undefined, ranges: readonly string[]): boolean => {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=[0-9.]+$)/, '');
  const family = isIP(plain);
  if (family !== 4 && family !== 6) return false;
  const list = new BlockList();
  for (const range of ranges.map(rangeIn))
    if (range !== undefined) list.addSubnet(range.address, range.bits, FAMILIES[range.family]);
  return list.check(plain, FAMILIES[family]);
};
