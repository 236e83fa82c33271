import type { PhoneDelivery } from '../../../chaos/phone-post.ts';
import { tlv } from '../../../support/smpp/scripted-smsc.ts';
import type { Saying } from './sayings.ts';

type Fields = PhoneDelivery['fields'];

/** The characters of sayings that GSM 7 bit codes differently from ASCII (TS 23.038, 6.2.1). */
const GSM7: ReadonlyMap<string, number> = new Map([
  ['è', 4],
  ['é', 5],
  ['à', 127],
]);
const IS_GSM7 = /^[A-Za-z0-9 ,.'+èéà-]*$/;
const OCTETS_OF_SMS = 140;

/** The deliver_sm of a saying, in the order in which they come. Not made by the gateway's own codec. */
export const deliveriesOf = (saying: Saying): readonly Fields[] => {
  const { header, reference, order, twice, torn } = saying;
  const { isGsm7, octets, size } = cutOf(saying);
  const common = { ...sourceOf(saying), destination: '38002', dataCoding: isGsm7 ? 0 : 8 };
  const total = Math.ceil(octets.length / size);
  if (total === 1) return [{ ...common, octets }];
  const parts = Array.from({ length: total }, (_, index): Fields => {
    const own = octets.subarray(index * size, (index + 1) * size);
    const part = index + 1;
    if (header === 'sar') return { ...common, octets: own, tlvs: sar(reference, total, part) };
    const head =
      header === 8
        ? Buffer.of(5, 0, 3, reference, total, part)
        : Buffer.of(6, 8, 4, reference, 255 - reference, total, part);
    return { ...common, esmClass: 0x40, octets: Buffer.concat([head, own]) };
  });
  const came = torn ? parts.slice(0, -1) : parts;
  const [first, ...others] = came;
  if (first === undefined) return [];
  const ordered =
    order === 'in order' ? came : order === 'backwards' ? came.toReversed() : [...others, first];
  // The first part may thus come again after the text was complete: that begins no other message.
  return twice && !torn ? [...ordered.slice(0, -1), first, ...ordered.slice(-1)] : ordered;
};

/** The text of the parts that come: all of it, or without the last part if the saying is torn. */
export const cameOf = (saying: Saying): { readonly text: string; readonly isWhole: boolean } => {
  const { text, torn } = saying;
  const { octets, size, isGsm7 } = cutOf(saying);
  const total = Math.ceil(octets.length / size);
  if (!torn || total === 1) return { text, isWhole: true };
  return { text: text.slice(0, ((total - 1) * size) / (isGsm7 ? 1 : 2)), isWhole: false };
};

/** The whole text in its coding, and how many octets of it fit into a part. */
const cutOf = ({ text, header }: Saying) => {
  const isGsm7 = IS_GSM7.test(text);
  const octets = isGsm7 ? gsm7(text) : Buffer.from(text, 'utf16le').swap16();
  const room = OCTETS_OF_SMS - (header === 16 ? 7 : 6);
  // Septets: TS 23.040, 9.2.3.24.1. A phone cuts UCS-2 anywhere, also between the halves of a surrogate pair.
  const size = isGsm7 ? Math.floor((room * 8) / 7) : room - (room % 2);
  const isShort = octets.length <= (isGsm7 ? 160 : OCTETS_OF_SMS);
  return { isGsm7, octets, size: isShort ? octets.length : size };
};

const sourceOf = ({ person, source }: Saying): Pick<Fields, 'source' | 'sourceTon'> => {
  const digits = person.slice(1);
  switch (source) {
    case 'international':
      return { source: digits, sourceTon: 1 };
    case 'with plus':
      return { source: person, sourceTon: 1 };
    case 'without type':
      return { source: digits, sourceTon: 0 };
    case 'national':
      return { source: `0${digits.slice(2)}`, sourceTon: 2 };
  }
};

const gsm7 = (text: string): Buffer =>
  Buffer.from([...text].map((one) => GSM7.get(one) ?? one.charCodeAt(0)));

const sar = (reference: number, total: number, part: number): readonly Buffer[] => [
  tlv(0x020c, Buffer.of(0, reference)),
  tlv(0x020e, Buffer.of(total)),
  tlv(0x020f, Buffer.of(part)),
];
