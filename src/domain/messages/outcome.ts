/**
 * What a route learnt of one part that it was handed. Expected results are values; a route never throws for what a
 * carrier or modem answered.
 */
export type Outcome =
  | {
      readonly kind: 'accepted';
      /** The space in which `carrierRef` is unique: the carrier of an SMPP route, the IMSI of a modem's SIM. */
      readonly carrier: string;
      /** What the receipt will call this part (message_id, or TP-MR with the recipient). */
      readonly carrierRef: string;
      /** The carrier took it, and said that it has too much to do: "slower" beside "yes". */
      readonly congested?: true;
    }
  | {
      readonly kind: 'refused';
      /**
       * `message`: no route would take it, it fails. `route`: this one can't, another may. `unclear`: real networks use
       * this answer for what passes as well, so another route is tried first, and this one again later.
       */
      readonly blame: 'message' | 'route' | 'unclear';
      readonly reason: string;
      readonly evidence: string;
    }
  | {
      /** Surely not taken: sending again doubles nothing. */
      readonly kind: 'retry';
      readonly afterMs: number;
      readonly reason: string;
      readonly evidence: string;
      /** The carrier said "slower", not "broken". */
      readonly throttled: boolean;
    }
  | {
      /** Octets left, no answer came: it may have been taken. */
      readonly kind: 'uncertain';
      readonly reason: string;
      readonly evidence: string;
    };

export type Uncertainty = 'resend' | 'hold';
