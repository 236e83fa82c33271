/** A client's retry is recognised by its key, and by the digest of what it sent. */
export interface IdempotencyKey {
  readonly owner: string;
  readonly key: string;
  /** Of method, path and body. */
  readonly digest: string;
}
