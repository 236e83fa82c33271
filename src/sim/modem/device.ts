import type { Family } from './families.ts';
import type { MessageStore } from './message-store.ts';
import type { ModemMisbehaviour } from './misbehaviour.ts';
import type { Pdu } from './pdu/pdu.ts';
import type { ModemRecord } from './record.ts';
import type { Settings } from './settings.ts';
import type { SimCard } from './sim-card.ts';
import type { Timers } from './timers.ts';

/** Something that comes in from the network. */
export interface Arrival {
  readonly kind: 'message' | 'report';
  readonly pdu: Pdu;
}

/** The line, as the other parts of the modem use it. */
interface Port {
  readonly idle: boolean;
  /** A line that no command asked for, or several that belong together. @param now also while a command runs */
  unsolicited(lines: readonly string[], now?: boolean): void;
}

/** The radio, as commands use it. */
interface Radio {
  arrive(arrival: Arrival): void;
  /** A report that overtakes the result of the command which is running. */
  overtake(pdu: Pdu): void;
  /** Offers the modem what waits; to be called whenever it may take more than before. */
  deliver(): void;
  /** AT+CNMA. False if nothing waits for it. */
  acknowledge(): boolean;
  /** AT+CNMA=2, an RP-ERROR: the network sends it again. False if nothing waits for it. */
  refuse(): boolean;
  /** CNMI has a new value: <bfr> says what becomes of what was held back. */
  cnmiChanged(): void;
}

/** The modem without its line, as its parts and its commands see it: SIM, memories, settings, radio. */
export interface Device {
  readonly family: Family;
  readonly imei: string;
  readonly operator: string;
  readonly sim: SimCard;
  readonly store: MessageStore;
  readonly partMs: number;
  readonly reportDelayMs: number;
  readonly record: ModemRecord;
  /** End when the modem starts anew or loses its power. */
  readonly timers: Timers;
  /** End with the simulation: what the network is about to do. */
  readonly networkTimers: Timers;
  readonly port: Port;
  readonly air: Radio;
  settings: Settings;
  readonly misbehaviour: Readonly<ModemMisbehaviour>;
  /** A USSD dialogue waits for the user. */
  ussdOpen: boolean;
  /** <stat> of +CREG. */
  readonly registration: number;
  /** The network reaches it. */
  readonly registered: boolean;
  changed(): void;
  toPhone(part: ModemRecord['sent'][number]): void;
  violate(what: string): void;
  misbehave(change: Partial<ModemMisbehaviour>): void;
  restart(): void;
  /** The SIM gave its PIN free, or never asked for one. */
  simReady(): void;
  /** Something changed on which the registration depends. */
  reconsider(): void;
}
