// Information elements of concatenated short messages, with a reference of 8 or 16 bits
// (TS 23.040 9.2.3.24.1 and 9.2.3.24.8).
const CONCAT_8 = 0x00;
const CONCAT_16 = 0x08;

/**
 * The user data header of one part, with its length octet: 06 08 04, reference, total, part.
 *
 * @param reference 0 to 65,535, the same for each part
 * @param total 1 to 255
 * @param part 1 to `total`
 * @throws RangeError for other values, which would make phones join the wrong parts
 */
export const concatHeader = (reference: number, total: number, part: number): Uint8Array => {
  check('reference', reference, 0, 0xffff);
  check('total', total, 1, 255);
  check('part', part, 1, total);
  return Uint8Array.of(6, CONCAT_16, 4, reference >> 8, reference & 0xff, total, part);
};

const check = (name: string, value: number, least: number, greatest: number): void => {
  if (Number.isInteger(value) && value >= least && value <= greatest) return;
  throw new RangeError(`${name} is ${value}; it must be ${least} to ${greatest}`);
};

export interface Concat {
  readonly reference: number;
  readonly total: number;
  readonly part: number;
}

/**
 * The concatenation in a user data header; `udh` begins with its length octet, and the text may follow it. By TS 23.040
 * 9.2.3.24, the last of several concatenation elements counts, an element whose part or total is out of range is
 * ignored, and a header whose elements don't fill it exactly is ignored.
 */
export const readConcat = (udh: Uint8Array): Concat | undefined => {
  const end = 1 + (udh[0] ?? 0);
  if (udh.length < end) return undefined;
  let found: Concat | undefined;
  let at = 1;
  while (at + 1 < end) {
    const next = at + 2 + (udh[at + 1] ?? 0);
    found = readElement(udh[at], udh.subarray(at + 2, next)) ?? found;
    at = next;
  }
  return at === end ? found : undefined;
};

const readElement = (identifier: number | undefined, element: Uint8Array): Concat | undefined => {
  const wide = identifier === CONCAT_16 && element.length === 4;
  if (!wide && !(identifier === CONCAT_8 && element.length === 3)) return undefined;
  const [high = 0, low = 0] = wide ? element : [0, element[0]];
  const [total = 0, part = 0] = element.subarray(-2);
  return part >= 1 && part <= total ? { reference: (high << 8) | low, total, part } : undefined;
};
