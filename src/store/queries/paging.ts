import type { Page, Paged } from '../../kernel/page.ts';

/** The id that the page before ended with; 0 at first. */
export const idAfter = ({ cursor }: Page): number =>
  cursor === undefined || !/^\d{1,15}$/.test(cursor) ? 0 : Number(cursor);

/** The id that the page before ended with, of lists whose newest comes first. */
export const idBefore = ({ cursor }: Page): number =>
  cursor === undefined || !/^\d{1,15}$/.test(cursor) ? Number.MAX_SAFE_INTEGER : Number(cursor);

/** `items` are one more than the page, to know whether another follows; `cursorOf` the last one shown is the cursor. */
export const cutPage = <T>(items: readonly T[], { limit }: Page, cursorOf: (item: T) => string): Paged<T> => {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? cursorOf(last) : undefined };
};
