import type { Clock } from '../../kernel/clock.ts';
import type { Family } from './families.ts';
import type { MessageStore } from './message-store.ts';
import type { ModemMisbehaviour } from './misbehaviour.ts';
import type { Pdu } from './pdu/pdu.ts';
import type { RadioUnit } from './radio/radio-unit.ts';
import type { ModemRecord } from './record.ts';
import type { Settings } from './settings.ts';
import type { SimCard } from './sim-card.ts';
import type { Timers } from './timers.ts';

/** Something that comes in from the network. */
export interface Arrival {
  readonly kind: 'message' | 'report';
  readonly pdu: Pdu;
}

/** The serial line, as the other parts of the modem use it. */
interface Port {
  readonly idle: boolean;
  /**
   * Sends an unsolicited line, or several that belong together.
   *
   * @param now sends them even while a command runs
   */
  unsolicited(lines: readonly string[], now?: boolean): void;
}

/** The radio, as commands use it. */
interface Radio {
  arrive(arrival: Arrival): void;
  /** Delivers a report before the result of the command that is running. */
  overtake(pdu: Pdu): void;
  /**
   * Offers the modem the messages and reports that wait in the network. To be called whenever the modem may take more.
   */
  deliver(): void;
  /** Handles AT+CNMA; false if nothing waits for an acknowledgement. */
  acknowledge(): boolean;
  /**
   * Handles AT+CNMA=2 (RP-ERROR): the network sends the message again. False if nothing waits for an acknowledgement.
   */
  refuse(): boolean;
  /** To be called when CNMI was set: <bfr> decides what becomes of the lines that waited for another <mode>. */
  cnmiChanged(): void;
}

/** The modem without its serial line, as its parts and its commands see it: SIM, memories, settings, radio. */
export interface Device {
  readonly family: Family;
  readonly imei: string;
  readonly operator: string;
  /** The SIM in the slot that is in use. */
  readonly sim: SimCard;
  /** The slot in use, from 1; setting it to a slot that exists starts the SIM in it. */
  slot: number;
  readonly slots: number;
  readonly radio: RadioUnit;
  readonly store: MessageStore;
  readonly partMs: number;
  readonly reportDelayMs: number;
  readonly record: ModemRecord;
  readonly clock: Clock;
  /** Timers of the modem, which end when it restarts or loses its power. */
  readonly timers: Timers;
  /** Timers of the network, which end with the simulation. */
  readonly networkTimers: Timers;
  readonly port: Port;
  readonly air: Radio;
  settings: Settings;
  readonly misbehaviour: Readonly<ModemMisbehaviour>;
  /** Whether a USSD dialogue waits for the user. */
  ussdOpen: boolean;
  /** <stat> of +CREG. */
  readonly registration: number;
  /** Whether the network reaches the modem. */
  readonly registered: boolean;
  changed(): void;
  toPhone(part: ModemRecord['sent'][number]): void;
  violate(what: string): void;
  /** To be called when the client has deleted or acknowledged a message or report. */
  giveAway(pdu: Pdu): void;
  misbehave(change: Partial<ModemMisbehaviour>): void;
  restart(): void;
  /** To be called when the SIM was unlocked by its PIN, or has no PIN. */
  simReady(): void;
  /** To be called when something changed on which the registration depends. */
  reconsider(): void;
}
