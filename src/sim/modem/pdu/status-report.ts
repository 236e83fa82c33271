import { writeServiceCentre } from './address.ts';
import type { Pdu } from './pdu.ts';
import { toPdu } from './pdu.ts';
import { writeTimestamp } from './timestamp.ts';

// TP-MTI 2 and TP-MMS in the first octet (TS 23.040 9.2.2.3).
const STATUS_REPORT = 0x02;
const NO_MORE_MESSAGES = 0x04;

export interface StatusReport {
  readonly serviceCentre: string;
  /** TP-MR of the SUBMIT, 0 to 255. */
  readonly reference: number;
  /** The recipient, in the octets of the SUBMIT. */
  readonly to: Uint8Array;
  readonly sentAt: Date;
  readonly doneAt: Date;
  /** TP-ST (TS 23.040 9.2.3.15). */
  readonly status: number;
}

export const writeStatusReport = (report: StatusReport): Pdu =>
  toPdu(
    writeServiceCentre(report.serviceCentre),
    Uint8Array.of(
      STATUS_REPORT | NO_MORE_MESSAGES,
      report.reference,
      ...report.to,
      ...writeTimestamp(report.sentAt),
      ...writeTimestamp(report.doneAt),
      report.status,
    ),
  );
