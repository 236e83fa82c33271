import { fieldsOf } from '../at/at-answer.ts';
import { fromHex } from '../pdu/hex.ts';

/** Messages of our own that lie there, sent or not (2, 3), are left alone. */
const isOurs = (stat: string | undefined): boolean => stat === '2' || stat === '3';

export interface Read {
  /** Undefined if there is none: the line lost it. */
  readonly pdu: string | undefined;
  /** As long as the modem says it is. */
  readonly whole: boolean;
  readonly ours: boolean;
}

/** The PDU on the line after `head`, whose last field is the length of its TPDU in octets (TS 27.005 4.1). */
const readAfter = (head: readonly string[], line: string | undefined, stat: string | undefined): Read => {
  const octets = line === undefined ? undefined : fromHex(line);
  const [serviceCentre = 0] = octets ?? [];
  const whole = octets !== undefined && octets.length === 1 + serviceCentre + Number(head.at(-1));
  return { pdu: octets === undefined ? undefined : line, whole, ours: isOurs(stat) };
};

/** `+CMGR: <stat>,[<alpha>],<length>` with the PDU after it; undefined for an empty place. */
export const readAt = (lines: readonly string[]): Read | undefined => {
  const at = lines.findIndex((line) => line.startsWith('+CMGR:'));
  const fields = fieldsOf(lines, '+CMGR');
  // Some modems say so of an empty place.
  if (fields === undefined || fields.at(-1) === '0') return undefined;
  return readAfter(fields, lines[at + 1], fields[0]);
};

/** `+CMGL: <index>,<stat>,[<alpha>],<length>`, each with its PDU after it. */
export const listed = (lines: readonly string[]): readonly (Read & { readonly index: string })[] =>
  lines.flatMap((line, at) => {
    const fields = fieldsOf([line], '+CMGL');
    const [index, stat] = fields ?? [];
    if (fields === undefined || index === undefined) return [];
    return [{ index, ...readAfter(fields, lines[at + 1], stat) }];
  });

/** The memory and index of `+CMTI: "SM",3` or `+CDSI: "SR",1`. */
export const announced = (line: string): { readonly memory: string; readonly index: string } | undefined => {
  const fields = fieldsOf([line], '+CMTI') ?? fieldsOf([line], '+CDSI');
  const [memory, index] = fields ?? [];
  return memory !== undefined && index !== undefined && /^\d+$/.test(index) ? { memory, index } : undefined;
};
