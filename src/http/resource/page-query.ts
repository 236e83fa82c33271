import { z } from 'zod';
import type { Page } from '../../kernel/page.ts';

// Some sixty lists use these two schemas. Zod is slow to make one, and each start waits for it.
const limit = z.coerce.number().int().min(1).max(1000).default(100);
const next = z
  .string()
  .nullable()
  .meta({ description: 'The cursor of the next page; null: this is the last.' });

/**
 * The query fields of every list.
 *
 * @param isCursor whether a text has the form of this list's cursors: a garbled one would begin the list again, and a
 *   client that pages on would never end
 */
export const pageQuery = (isCursor: (text: string) => boolean) => ({
  limit,
  cursor: z
    .string()
    .refine(isCursor, 'is no cursor of this list')
    .optional()
    .meta({ description: '`next` of the page before.' }),
});

export const pageOf = (query: { readonly limit: number; readonly cursor?: string | undefined }): Page => ({
  limit: query.limit,
  cursor: query.cursor,
});

export const pagedView = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next });
