import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import { priorityOf } from '../../domain/messages/priority.ts';
import type { Claimed } from '../../domain/messages/queue.ts';
import { encodingOf, uncertaintyOf } from './codes.ts';

export interface ClaimedRow {
  readonly id: number;
  readonly recipient: string;
  readonly sender: string | null;
  readonly text: string;
  readonly priority: number;
  readonly encoding: number;
  readonly flash: number;
  readonly parts: number;
  readonly lane: number;
  readonly attempt: number;
  readonly valid_until: number;
  readonly on_uncertain: number;
  readonly concat_reference: number | null;
}

/** The columns of a {@link ClaimedRow}. */
export const CLAIMED_COLUMNS =
  'id, recipient, sender, text, priority, encoding, flash, parts, lane, attempt, valid_until, on_uncertain, concat_reference';

export const toClaimed = (row: ClaimedRow): Claimed => ({
  id: row.id as MessageId,
  to: row.recipient as Msisdn,
  from: row.sender ?? undefined,
  text: row.text,
  priority: priorityOf(row.priority),
  encoding: encodingOf(row.encoding),
  flash: row.flash === 1,
  parts: row.parts,
  lane: row.lane,
  attempt: row.attempt,
  validUntil: row.valid_until,
  onUncertain: uncertaintyOf(row.on_uncertain),
  concatReference: row.concat_reference ?? 0,
});
