import { z } from 'zod';
import type { Page } from '../domain/store.ts';

/** The query fields of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .regex(/^[\w.~-]{1,256}$/, 'is no cursor')
    .optional()
    .meta({ description: '`next` of the page before.' }),
};

export const pageOf = (query: { readonly limit: number; readonly cursor?: string | undefined }): Page => ({
  limit: query.limit,
  cursor: query.cursor,
});

export const pagedView = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last.' }),
  });
