import { handlings } from '../../../domain/inbound/handling.ts';
import { withoutAnyCode } from '../../../domain/inbound/without-any-code.ts';
import type { AsideMessage, InboxMessage, UnmatchedReceipt } from '../../../domain/messages/message.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { receiptStateOf } from '../../codes.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

export const listInbox = async (db: Queries, page: Page): Promise<Paged<InboxMessage>> => {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toInboxMessage), page, ({ id }) => String(id));
};

export const listAside = async (db: Queries, page: Page): Promise<Paged<AsideMessage>> => {
  const rows = await db
    .selectFrom('set_aside')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const items = rows.map(({ id, at, route, sender, reason, evidence }) => ({
    id,
    at,
    route,
    from: sender,
    reason,
    evidence,
  }));
  return cutPage(items, page, ({ id }) => String(id));
};

interface InboxRow {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly sender: string;
  readonly recipient: string | null;
  readonly text: string;
  readonly handled_as: string | null;
  readonly alert: number | null;
}

export const toInboxMessage = (row: InboxRow): InboxMessage => ({
  id: row.id,
  at: row.at,
  route: row.route,
  from: row.sender,
  to: row.recipient ?? undefined,
  // Until a message is handled, nobody has taken the codes out of it that it may hold.
  text: row.handled_as === null ? withoutAnyCode(row.text) : row.text,
  handledAs: handlings.find((one) => one === row.handled_as),
  alert: row.alert ?? undefined,
});

export const listUnmatchedReceipts = async (db: Queries, page: Page): Promise<Paged<UnmatchedReceipt>> => {
  const rows = await db
    .selectFrom('unmatched_receipts')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(
    rows.map(({ id, at, route, carrier, ref, recipient, state, why, guessed_for, evidence }) => ({
      id,
      at,
      route,
      carrier,
      ref,
      to: recipient ?? undefined,
      state: receiptStateOf(state),
      why: why === 'ambiguous' ? ('ambiguous' as const) : ('unknown' as const),
      message: guessed_for === null ? undefined : (guessed_for as MessageId),
      evidence,
    })),
    page,
    ({ id }) => String(id),
  );
};
