import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { EarRepository, HeardPart } from '../../../domain/operation/ear.ts';
import { digestOf } from '../../fingerprint-digest.ts';
import type { HeardPartsTable } from '../../tables/ear-tables.ts';
import type { Queries } from '../../tables/tables.ts';

const DAY_MS = 86_400_000;

type Row = Omit<HeardPartsTable, 'id'>;

const toPart = (row: Row, message: number): HeardPart & { readonly message: MessageId } => ({
  ear: row.ear,
  from: row.sender,
  reference: row.reference ?? undefined,
  total: row.total,
  part: row.part,
  text: row.text,
  at: row.at,
  message: message as MessageId,
});

/** The parts of this message, with those parts of the same sets that did not tell their message themselves. */
const heardOf = async (db: Queries, messages: readonly MessageId[]) => {
  if (messages.length === 0) return [];
  const told = await db
    .selectFrom('heard_parts')
    .selectAll()
    .where('message_id', 'in', messages)
    .orderBy('id')
    .execute();
  const silent = await db
    .selectFrom('heard_parts as p')
    .innerJoin('heard_parts as o', (join) =>
      join
        .onRef('o.ear', '=', 'p.ear')
        .onRef('o.sender', '=', 'p.sender')
        .onRef('o.reference', '=', 'p.reference')
        .onRef('o.total', '=', 'p.total'),
    )
    .selectAll('p')
    .select('o.message_id as told')
    .distinct()
    .where('p.message_id', 'is', null)
    .where('o.message_id', 'in', messages)
    .where(({ eb }) => eb.between(eb('p.at', '-', eb.ref('o.at')), -DAY_MS, DAY_MS))
    .orderBy('p.id')
    .execute();
  return [
    ...told.map((row) => toPart(row, row.message_id ?? 0)),
    ...silent.map((row) => toPart(row, row.told ?? 0)),
  ].toSorted((a, b) => a.at - b.at);
};

export const earRepository = (db: Queries): EarRepository => ({
  keepHeard: async ({ ear, from, reference, total, part, text, at, message, fingerprint }) => {
    await db
      .insertInto('heard_parts')
      .values({
        ear,
        sender: from,
        reference: reference ?? null,
        total,
        part,
        text,
        at,
        message_id: message ?? null,
        fingerprint: fingerprint === undefined ? null : digestOf(fingerprint),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
  messageOfSet: async ({ ear, from, reference, total }, sinceMs) => {
    if (reference === undefined) return undefined;
    const row = await db
      .selectFrom('heard_parts')
      .select('message_id')
      .where('ear', '=', ear)
      .where('sender', '=', from)
      .where('reference', '=', reference)
      .where('total', '=', total)
      .where('message_id', 'is not', null)
      .where('at', '>=', sinceMs)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return (row?.message_id ?? undefined) as MessageId | undefined;
  },
  heardOf: (messages) => heardOf(db, messages),
  forgetHeard: async (beforeMs) => {
    await db.deleteFrom('heard_parts').where('at', '<', beforeMs).execute();
  },
});
