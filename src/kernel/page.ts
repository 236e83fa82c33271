export interface Page {
  /** 1 to 1000. */
  readonly limit: number;
  /** Opaque; the `next` of the page before. */
  readonly cursor: string | undefined;
}

export interface Paged<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}
