export interface Page {
  /** The largest number of items on the page, 1 to 1000. */
  readonly limit: number;
  /** The `next` of the page before, which clients must not interpret; undefined for the first page. */
  readonly cursor: string | undefined;
}

export interface Paged<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Whether the text has the form of a cursor that is an id, or a time in ms since the epoch. */
export const isNumberCursor = (text: string): boolean => /^[0-9]{1,15}$/.test(text);
