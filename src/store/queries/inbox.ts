import { handlings } from '../../domain/inbound-book.ts';
import type { InboxMessage, UnmatchedReceipt } from '../../domain/message.ts';
import type { Page, Paged } from '../../domain/store.ts';
import { receiptStateOf } from '../codes.ts';
import type { Queries } from '../tables.ts';
import { cutPage, idBefore } from './paging.ts';

export const listInbox = async (db: Queries, page: Page): Promise<Paged<InboxMessage>> => {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(
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
    ({ id }) => String(id),
  );
};

export const listUnmatchedReceipts = async (db: Queries, page: Page): Promise<Paged<UnmatchedReceipt>> => {
  const rows = await db
    .selectFrom('unmatched_receipts')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(
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
    ({ id }) => String(id),
  );
};
