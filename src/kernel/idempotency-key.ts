/** A client's repeated request has the same key and the same digest. */
export interface IdempotencyKey {
  readonly owner: string;
  readonly key: string;
  /** A digest of the method, the path and the body. */
  readonly digest: string;
}
