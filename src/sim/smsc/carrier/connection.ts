import type { Delivery } from '../pdu/delivery.ts';

/** Where a client can be told something. */
export interface Receiver {
  /** Whether a deliver_sm may be written now. */
  readonly canReceive: boolean;
  deliver(delivery: Delivery): void;
  /** Number of deliver_sm that were written and have no answer yet. */
  readonly unacknowledged: number;
}

/** One connection of a client, as the carrier treats all of them. */
export interface Connection extends Receiver {
  readonly isBound: boolean;
  /** A request without a body: enquire_link or unbind. */
  request(command: number): void;
  inject(octets: Uint8Array): void;
  flush(): void;
  blackHole(on: boolean): void;
  /** Closes with a reset: what was under way is gone. */
  cut(): void;
}
