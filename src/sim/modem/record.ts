import type { Submit } from './pdu/submit.ts';

const LOG_LINES = 2000;

export interface ModemStats {
  /** Commands. If a line has several, each of them is counted. */
  commands: number;
  /** Valid PDUs that came after a prompt. */
  submits: number;
  /** Submits that the network took, and submits that got an error. */
  taken: number;
  refused: number;
  /** Prompts that ESC ended. */
  escapes: number;
  /** Octets that came while the modem hung. */
  unheard: number;
  /** Messages from phones that the modem took, and directly delivered ones that AT+CNMA acknowledged. */
  inbound: number;
  acknowledged: number;
  /** Status reports that were delivered or stored, and those that were lost because CNMI didn't ask for them. */
  reports: number;
  reportsDropped: number;
  /** Entered PINs and PUKs, right or wrong. */
  pinAttempts: number;
  pukAttempts: number;
  /** Restarts without a replug. */
  resets: number;
}

/** A part as the network took it. */
export interface SentPart extends Omit<Submit, 'to'> {
  readonly to: string;
  /** The message reference (TP-MR), 0 to 255. */
  readonly reference: number;
  /** When Ctrl-Z came, and when the network took it, ms since the epoch. */
  readonly handedOverAt: number;
  readonly at: number;
}

/** A part that was refused with +CMS ERROR. */
export interface RefusedPart {
  readonly at: number;
  readonly to: string;
  readonly text: string;
  readonly code: number;
}

/** A status report that the network made. */
export interface MadeReport extends TimedPdu {
  readonly part: SentPart;
  /** TP-ST (TS 23.040 9.2.3.15). */
  readonly status: number;
}

/** A PDU, and when something happened to it, ms since the epoch. */
interface TimedPdu {
  readonly at: number;
  readonly hex: string;
}

/** Counters and logs of the simulated modem, for tests to check. */
export class ModemRecord {
  readonly stats: ModemStats = {
    commands: 0,
    submits: 0,
    taken: 0,
    refused: 0,
    escapes: 0,
    unheard: 0,
    inbound: 0,
    acknowledged: 0,
    reports: 0,
    reportsDropped: 0,
    pinAttempts: 0,
    pukAttempts: 0,
    resets: 0,
  };
  /** Faults of the client that uses the modem. */
  readonly violations: string[] = [];
  readonly sent: SentPart[] = [];
  readonly refused: RefusedPart[] = [];
  readonly reports: MadeReport[] = [];
  /** Messages and reports that the client deleted or acknowledged: from then on the client alone has them. */
  readonly givenAway: TimedPdu[] = [];
  readonly log: string[] = [];

  /**
   * Adds a line to the log.
   *
   * @param direction `<` for a line that the modem received, `>` for one that it sent
   */
  note(direction: '<' | '>', line: string): void {
    this.log.push(`${direction} ${line}`);
    if (this.log.length > LOG_LINES) this.log.shift();
  }
}
