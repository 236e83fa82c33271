/** How much of a route's contract this node may send, while several nodes send by the same account of a carrier. */
export interface RouteShare {
  /** Parts per second, a whole number: 0 for nothing, `placesOf` the contract for all of it. */
  readonly parts: number;
  /** The clock's elapsed time, ms, from which this node may send nothing, unless its share is confirmed before. */
  readonly until: number;
  /** Parts per second that the other nodes on which the route is usable may send. */
  readonly elsewhere: number;
}
