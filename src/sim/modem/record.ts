import type { Submit } from './pdu/submit.ts';

const LOG_LINES = 2000;

export interface ModemStats {
  /** Commands, each of a line counted. */
  commands: number;
  /** Well-formed PDUs that came after a prompt. */
  submits: number;
  /** Of them, those that the network took, and those that got an error. */
  taken: number;
  refused: number;
  /** Prompts that ESC ended. */
  escapes: number;
  /** Octets that came while it hung. */
  unheard: number;
  /** Messages from phones that the modem took, and those told directly that AT+CNMA acknowledged. */
  inbound: number;
  acknowledged: number;
  /** Status reports told or stored, and those that CNMI didn't ask for. */
  reports: number;
  reportsDropped: number;
  /** PINs and PUKs entered, right or wrong. */
  pinAttempts: number;
  pukAttempts: number;
  /** Starts after the first that came without a replug. */
  resets: number;
}

/** A part as the network took it. */
export interface SentPart extends Omit<Submit, 'to'> {
  readonly to: string;
  /** TP-MR, 0 to 255. */
  readonly reference: number;
}

/** What happened, for whoever looks. */
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
  /** What the user of the modem did that one must not do. */
  readonly violations: string[] = [];
  readonly sent: SentPart[] = [];
  readonly log: string[] = [];

  /** @param direction `<` for what the modem was told, `>` for what it said */
  note(direction: '<' | '>', line: string): void {
    this.log.push(`${direction} ${line}`);
    if (this.log.length > LOG_LINES) this.log.shift();
  }
}
