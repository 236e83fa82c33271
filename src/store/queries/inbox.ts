import { handlings } from '../../domain/inbound-book.ts';
import type { InboxMessage, UnmatchedReceipt } from '../../domain/message.ts';
import type { Page, Paged } from '../../domain/store.ts';
import { receiptStateOf } from '../codes.ts';
import type { Queries } from '../tables.ts';

const before = (cursor: string | undefined): number =>
  cursor === undefined || !/^\d{1,15}$/.test(cursor) ? Number.MAX_SAFE_INTEGER : Number(cursor);

/** Newest first; rows are one more than the page, to know whether another follows. */
const paged = <T extends { readonly id: number }>(items: readonly T[], { limit }: Page): Paged<T> => {
  const shown = items.slice(0, limit);
  return { items: shown, next: items.length > limit ? String(shown.at(-1)?.id) : undefined };
};

export const listInbox = async (db: Queries, page: Page): Promise<Paged<InboxMessage>> => {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('id', '<', before(page.cursor))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return paged(
    rows.map(({ id, at, route, sender, recipient, text, handled_as: handled, alert }) => ({
      id,
      at,
      route,
      from: sender,
      to: recipient ?? undefined,
      text,
      handledAs: handlings.find((one) => one === handled),
      alert: alert ?? undefined,
    })),
    page,
  );
};

export const listUnmatchedReceipts = async (db: Queries, page: Page): Promise<Paged<UnmatchedReceipt>> => {
  const rows = await db
    .selectFrom('unmatched_receipts')
    .selectAll()
    .where('id', '<', before(page.cursor))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return paged(
    rows.map(({ id, at, route, carrier, ref, recipient, state, why, evidence }) => ({
      id,
      at,
      route,
      carrier,
      ref,
      to: recipient ?? undefined,
      state: receiptStateOf(state),
      why: why === 'ambiguous' ? ('ambiguous' as const) : ('unknown' as const),
      evidence,
    })),
    page,
  );
};
