import { writeServiceCentre } from './address.ts';
import type { Pdu } from './pdu.ts';
import { toPdu } from './pdu.ts';
import { writeTimestamp } from './timestamp.ts';

// Bits of the first octet: TP-MTI 2 and TP-MMS (TS 23.040 9.2.2.3).
const STATUS_REPORT = 0x02;
const NO_MORE_MESSAGES = 0x04;

export interface StatusReport {
  readonly serviceCentre: string;
  /** TP-MR of the SUBMIT, 0 to 255. */
  readonly reference: number;
  /** The recipient's address field as the SUBMIT had it. */
  readonly to: Uint8Array;
  readonly sentAt: Date;
  readonly doneAt: Date;
  /** Status of the message, TP-ST (TS 23.040 9.2.3.15). */
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
