import type { ClaimRequest, TooLong } from '../../../domain/messages/claim.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import { priorityCode } from '../../../domain/messages/priority.ts';
import { type Claimed, type ClaimResult, FOREVER, type Rest } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { CLAIMED_COLUMNS, type ClaimedRow, toClaimed } from '../../rows/claimed-row.ts';
import { prepareIsHeld } from '../alerts/free-to-send.ts';
import type { ReceiptMemory } from '../receipts/receipt-memory.ts';
import { steady } from '../steady.ts';
import { prepareConcatReferences } from './concat-references.ts';
import { IN_DOUBT } from './may-be-there.ts';
import { PassedHeads } from './passed-heads.ts';

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
// SQLite uses the partial index of the queue only for a WHERE that spells out its condition.
const DUE = `state = ${QUEUED} AND lane = :lane AND priority = :priority AND due_at >= :from AND due_at <= :now
             AND valid_until > :now
             AND (avoid_route IS NULL OR avoid_route <> :route OR avoid_until <= :now)
             AND (reserved_for IS NULL OR reserved_for = :route OR reserved_until <= :now
                  OR (CAST(:usable AS TEXT) IS NOT NULL AND reserved_until < ${FOREVER} AND (rest IS NULL OR possible_duplicate = 0)
                      AND reserved_for NOT IN (SELECT value FROM json_each(CAST(:usable AS TEXT)))))`;
const IS_OF_ROUTE = '(rest IS NOT NULL AND reserved_for = :route)';
const FITS = `(CAST(:most AS BIGINT) IS NULL OR ${IS_OF_ROUTE} OR (parts >= :least AND (parts <= :left OR parts > :most)))`;
/** Among so many due messages a claim looks for one that is too long for the route now. */
const LOOKED_AT = 64;

/**
 * The longest time from the acceptance of a message, when it becomes due, until it is stored, in ms: claims look back
 * this far.
 */
const LATEST_MS = 1000;
/**
 * If fewer messages than this could be skipped, each claim reads past them again: that is cheap, and overlooks no
 * message.
 */
const MANY = 64;

interface QueuedRow extends ClaimedRow {
  readonly due_at: number;
  readonly reserved_for: string | null;
  readonly rest: string | null;
  readonly node: number;
}

/** A message has at most 255 parts; SQLite has no infinite numbers. */
const asInteger = (parts: number): number => Math.min(parts, 1000);

/**
 * Takes the next messages of one class for a route. The claim is committed before the first octet of any of them leaves
 * (docs/promises.md, "What is promised", 3).
 */
export const prepareClaim = (
  db: Db,
  { kept: keys, phones, lately }: Pick<ReceiptMemory, 'kept' | 'phones' | 'lately'>,
) => {
  const heads = new PassedHeads();
  const node = db.node?.number ?? 0;
  const isHeld = prepareIsHeld(db);
  const select = db.prepare<unknown[], QueuedRow>(
    steady(`SELECT ${CLAIMED_COLUMNS}, due_at, reserved_for, rest, node FROM messages WHERE ${DUE} AND ${FITS}
     ORDER BY due_at, id LIMIT :rows`),
  );
  const firstTooLong = db.prepare<unknown[], TooLong>(
    steady(`SELECT parts FROM (
       SELECT parts, rest, reserved_for FROM messages WHERE ${DUE} ORDER BY due_at, id LIMIT ${LOOKED_AT})
     WHERE parts > :left AND parts <= :most AND NOT ${IS_OF_ROUTE} LIMIT 1`),
  );
  const manyBefore = db.prepare<[number, number, number]>(
    `SELECT 1 FROM messages WHERE state = ${QUEUED} AND lane = ? AND priority = ? AND due_at < ?
      LIMIT 1 OFFSET ${MANY - 1}`,
  );
  // Marks all new attempts of a claim with one statement: one statement for each message takes twice as long.
  const mark = db.prepare(`
    UPDATE messages SET state = ${SENDING}, attempt = attempt + 1, route = ?, claimed_at = ?, node = ?
    WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))`);
  const beginAnew = db.prepare(`
    UPDATE messages SET concat_reference = ?, rest = NULL,
                        possible_duplicate = CASE WHEN rest IS NULL THEN possible_duplicate ELSE 1 END
    WHERE id = ?`);
  const goOn = db.prepare(
    `UPDATE messages SET state = ${SENDING}, claimed_at = ?, node = ?, rest = NULL WHERE id = ?`,
  );
  const acceptedParts = db
    .prepare<[number, number], number>('SELECT part FROM parts WHERE message_id = ? AND attempt = ?')
    .pluck();
  const next = db.prepare<[number, number, number], { due_at: number }>(
    steady(`SELECT due_at FROM messages WHERE state = ${QUEUED} AND lane = ? AND priority = ? AND valid_until > ?
     ORDER BY due_at LIMIT 1`),
  );
  const nextReference = prepareConcatReferences(db);

  /** Goes on with the attempt of which this route has already taken some parts. */
  const rest = (row: QueuedRow, now: number, json: string): Claimed => {
    goOn.run(now, node, row.id);
    // Another part of the attempt may have been unanswered since before a restart.
    keys.addUnanswered(row.id as MessageId, now);
    const { parts, since } = JSON.parse(json) as Pick<Rest, 'parts' | 'since'>;
    const accepted = acceptedParts.all(row.id, row.attempt);
    const elsewhere = row.node === node ? undefined : ({ elsewhere: true } as const);
    return { ...toClaimed(row), rest: { parts, since, accepted, ...elsewhere } };
  };

  const anew = (row: QueuedRow, now: number): Claimed => {
    const attempt = row.attempt + 1;
    // A receipt of an earlier attempt may end the message before this attempt has its answer.
    if (attempt > 1) keys.addUnanswered(row.id as MessageId, now);
    if (row.parts === 1) {
      if (row.rest !== null) beginAnew.run(null, row.id);
      return toClaimed({ ...row, attempt });
    }
    const reference = nextReference();
    beginAnew.run(reference, row.id);
    return toClaimed({ ...row, attempt, concat_reference: reference });
  };

  return ({ lane, priority, route, maxParts, now, usable, turn, lengths }: ClaimRequest): ClaimResult => {
    // Another process may have paused the alert: what it has committed holds for each claim from then on.
    if (turn !== undefined && isHeld(turn)) return { isHeld: true, claimed: [], nextDueAt: undefined };
    const code = priorityCode(priority);
    const key = `${lane}/${code}/${route}/${lengths?.least ?? ''}/${lengths?.now ?? ''}`;
    const known = heads.of(key, now);
    const asked = {
      lane,
      priority: code,
      from: 0,
      now,
      route,
      usable: usable === undefined ? null : JSON.stringify(usable),
      most: lengths === undefined ? null : asInteger(lengths.most),
      least: lengths?.least ?? 0,
      left: asInteger(lengths?.now ?? 0),
    };
    // Reads one message more than there is room for, which tells whether further messages wait.
    const read = (from: number) => select.all({ ...asked, from, rows: maxParts + 1 });
    let rows = read(known?.dueAt ?? 0);
    if (known?.whileFull === true && rows.length <= maxParts) rows = read(0);
    if (known === undefined) {
      // If no message that is due is for this route, the next claims begin after all messages that are due.
      const first = Math.min(rows[0]?.due_at ?? now, now - LATEST_MS);
      const isFar = manyBefore.get(lane, code, first) !== undefined;
      const whileFull = !isFar && db.isRemote === true && rows.length > maxParts;
      const isBrief = priority === 'critical';
      heads.learn(key, { dueAt: isFar || whileFull ? first : 0, whileFull, isBrief }, now);
    }
    const claimed: Claimed[] = [];
    const begun: number[] = [];
    let parts = 0;
    for (const row of rows) {
      if (claimed.length > 0 && parts + row.parts > maxParts) break;
      parts += row.parts;
      phones.add(row.recipient, row.sender, now);
      if (row.rest !== null && row.rest !== IN_DOUBT && row.reserved_for === route)
        claimed.push(rest(row, now, row.rest));
      else {
        begun.push(row.id);
        claimed.push(anew(row, now));
        if (!lately.isEmpty) lately.claimed(row.recipient, row.id, row.attempt + 1);
      }
    }
    if (begun.length > 0) mark.run(route, now, node, JSON.stringify(begun));
    const more = rows[claimed.length];
    const tooLong = lengths === undefined ? undefined : firstTooLong.get(asked);
    return { claimed, nextDueAt: (more ?? next.get(lane, code, now))?.due_at, ...(tooLong && { tooLong }) };
  };
};
