/**
 * What a route learnt of one part that it was given. An expected result is a value: a route never throws because of an
 * answer from a carrier or modem.
 */
export type Outcome =
  | {
      readonly kind: 'accepted';
      /** The scope in which `carrierRef` is unique: the carrier of an SMPP route, or the IMSI of a modem's SIM. */
      readonly carrier: string;
      /** The reference of this part in its receipt (message_id, or TP-MR with the recipient). */
      readonly carrierRef: string;
      /** The carrier accepted the part, and asked the gateway to send less. */
      readonly congested?: true;
    }
  | {
      readonly kind: 'refused';
      /**
       * `message`: every route would refuse the message, so it fails. `route`: this route can't send the message,
       * another may. `unclear`: networks give this answer for temporary problems too, so another route is tried first,
       * and this route again later. `messageOrRoute`: the answer blames the message, but real networks also give it
       * when the route is sick, so the message fails only when a second route has said so too.
       */
      readonly blame: 'message' | 'route' | 'unclear' | 'messageOrRoute';
      readonly reason: string;
      readonly evidence: string;
      readonly suspect?: Suspect;
    }
  | {
      /** The route has certainly not taken the part: sending it again makes no duplicate. */
      readonly kind: 'retry';
      readonly afterMs: number;
      readonly reason: string;
      readonly evidence: string;
      /** True if the carrier only asks the gateway to send less; false if the carrier or the link is out of order. */
      readonly throttled: boolean;
      readonly suspect?: Suspect;
    }
  | {
      /** Octets left and no answer came: the part may have been taken. */
      readonly kind: 'uncertain';
      readonly reason: string;
      readonly evidence: string;
      readonly suspect?: Suspect;
    };

/**
 * Given several times in a row for different messages, such an answer shows that the route is sick. `quick`: the route
 * answers, so a trial costs a message little. `silent`: the route doesn't answer, so a trial leaves its message in
 * doubt.
 */
export type Suspect = 'quick' | 'silent';

export type Uncertainty = 'resend' | 'hold';
