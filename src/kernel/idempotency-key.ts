/** Identifies the request of a client: when the client repeats the request, key and digest are the same. */
export interface IdempotencyKey {
  readonly owner: string;
  readonly key: string;
  /** A digest of the method, the path and the body. */
  readonly digest: string;
}
