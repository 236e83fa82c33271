/** What happens to the octets that go one way between the gateway and the port of a carrier. */
export interface Way {
  /** Nothing arrives before this time, ms; it is kept until then. */
  heldUntil: number;
  /** After so many octets the connection that carries the next one is cut; undefined: none is. */
  octetsLeft: number | undefined;
}

/** The network between the gateway and one port of a carrier. */
export class Cable {
  readonly out: Way = { heldUntil: 0, octetsLeft: undefined };
  readonly in: Way = { heldUntil: 0, octetsLeft: undefined };
  /** Whether a new connection is refused. */
  isRefusing = false;
  /** Whether a new connection is taken by somebody who never says anything. */
  isMute = false;
}
