import { isNumberCursor, type Page, type Paged } from '../../kernel/page.ts';

/** The id of the last item on the page before; 0 for the first page, and for a cursor that is no id. */
export const idAfter = ({ cursor }: Page): number =>
  cursor === undefined || !isNumberCursor(cursor) ? 0 : Number(cursor);

/**
 * For lists with the newest item first: the id of the last item on the page before, or its time if the list is ordered
 * by time; for the first page, and for a cursor that is no number, the greatest integer.
 */
export const idBefore = ({ cursor }: Page): number =>
  cursor === undefined || !isNumberCursor(cursor) ? Number.MAX_SAFE_INTEGER : Number(cursor);

/**
 * Cuts `items` to the page. The caller reads one item more than the page holds: if it is there, another page follows,
 * and the cursor of that page is made of the last item shown.
 */
export const cutPage = <T>(items: readonly T[], { limit }: Page, cursorOf: (item: T) => string): Paged<T> => {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? cursorOf(last) : undefined };
};
