import { fieldsOf } from '../at/at-answer.ts';
import { fromHex } from '../pdu/hex.ts';

/** Whether a stored message is an outgoing one (status 2: unsent, 3: sent). Outgoing messages are left alone. */
const isOurs = (stat: string | undefined): boolean => stat === '2' || stat === '3';

export interface Read {
  /** The PDU; undefined if octets lost on the serial line made it unreadable. */
  readonly pdu: string | undefined;
  /** Whether the PDU has the length that the modem gave. */
  readonly whole: boolean;
  readonly ours: boolean;
}

/** Reads the PDU on the line after `head`, whose last field is the length of the TPDU in octets (TS 27.005 4.1). */
const readAfter = (head: readonly string[], line: string | undefined, stat: string | undefined): Read => {
  const octets = line === undefined ? undefined : fromHex(line);
  const [serviceCentre = 0] = octets ?? [];
  const whole = octets !== undefined && octets.length === 1 + serviceCentre + Number(head.at(-1));
  return { pdu: octets === undefined ? undefined : line, whole, ours: isOurs(stat) };
};

/** Reads `+CMGR: <stat>,[<alpha>],<length>` and its PDU; undefined for an empty place. */
export const readAt = (lines: readonly string[]): Read | undefined => {
  const at = lines.findIndex((line) => line.startsWith('+CMGR:'));
  const fields = fieldsOf(lines, '+CMGR');
  // Some modems describe an empty place by the length 0.
  if (fields === undefined || fields.at(-1) === '0') return undefined;
  return readAfter(fields, lines[at + 1], fields[0]);
};

/** Reads every `+CMGL: <index>,<stat>,[<alpha>],<length>` and its PDU. */
export const listed = (lines: readonly string[]): readonly (Read & { readonly index: string })[] =>
  lines.flatMap((line, at) => {
    const fields = fieldsOf([line], '+CMGL');
    const [index, stat] = fields ?? [];
    if (fields === undefined || index === undefined) return [];
    return [{ index, ...readAfter(fields, lines[at + 1], stat) }];
  });

/** A stored message or status report that the modem has announced. */
export interface Announced {
  readonly memory: string;
  readonly index: string;
  readonly isReport: boolean;
}

/** Reads the memory and index in `+CMTI: "SM",3` or `+CDSI: "SR",1`; undefined for any other line. */
export const announced = (line: string): Announced | undefined => {
  const report = fieldsOf([line], '+CDSI');
  const [memory, index] = report ?? fieldsOf([line], '+CMTI') ?? [];
  if (memory === undefined || index === undefined || !/^\d+$/.test(index)) return undefined;
  return { memory, index, isReport: report !== undefined };
};
