import { sql } from 'kysely';
import { handlings } from '../../../domain/inbound/handling.ts';
import { withoutAnyCode } from '../../../domain/inbound/without-any-code.ts';
import type {
  AsideMessage,
  InboxFilter,
  InboxMessage,
  UnmatchedReceipt,
} from '../../../domain/messages/message.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import { plainName } from '../../../domain/people/plain-name.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { receiptStateOf } from '../../rows/codes.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

/** How many messages one page of a search looks at, so that its cost doesn't grow with how many are kept. */
const LOOKED_AT = 20_000;

/** The oldest message that a search looks at; undefined: there are fewer. */
const oldestLookedAt = async (db: Queries, before: number): Promise<number | undefined> => {
  const row = await db
    .selectFrom('inbox')
    .select('id')
    .where('id', '<', before)
    .orderBy('id', 'desc')
    .limit(1)
    .offset(LOOKED_AT - 1)
    .executeTakeFirst();
  return row?.id;
};

export const listInbox = async (
  db: Queries,
  page: Page,
  { from, handledAs, text }: InboxFilter = {},
): Promise<Paged<InboxMessage>> => {
  const before = idBefore(page);
  const isSearch = text !== undefined || handledAs !== undefined;
  const oldest = isSearch ? await oldestLookedAt(db, before) : undefined;
  let query = db
    .selectFrom('inbox')
    .selectAll()
    .where('id', '<', before)
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (oldest !== undefined) query = query.where('id', '>=', oldest);
  if (from !== undefined)
    query = query.where((one) => one.or([one('number', '=', from), one('sender', '=', from)]));
  if (handledAs !== undefined) query = query.where('handled_as', '=', handledAs);
  // A search in a message that isn't handled yet could find out the code in it, digit by digit.
  if (text !== undefined)
    query = query
      .where('handled_as', 'is not', null)
      .where(sql<boolean>`instr(plain_name(text), ${plainName(text) || text}) > 0`);
  const paged = cutPage((await query.execute()).map(toInboxMessage), page, ({ id }) => String(id));
  return oldest === undefined ? paged : { ...paged, next: paged.next ?? String(oldest) };
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
