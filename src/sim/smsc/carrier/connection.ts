import type { Delivery } from '../pdu/delivery.ts';

/** A session to which the carrier can write a deliver_sm. */
export interface Receiver {
  /** Whether a deliver_sm may be written now. */
  readonly canReceive: boolean;
  deliver(delivery: Delivery): void;
  /** Number of deliver_sm that were written and have no answer yet. */
  readonly unacknowledged: number;
}

/** One connection of a client, as the carrier uses it. */
export interface Connection extends Receiver {
  readonly isBound: boolean;
  /** Sends a request without a body: enquire_link or unbind. */
  request(command: number): void;
  inject(octets: Uint8Array): void;
  flush(): void;
  blackHole(on: boolean): void;
  /** Resets the connection: octets in transit are lost. */
  cut(): void;
}
