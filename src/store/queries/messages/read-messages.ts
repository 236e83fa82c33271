import { APPROVALS_OWNER } from '../../../domain/alerts/approval.ts';
import { HAND_OVER_OWNER } from '../../../domain/duty/hand-over.ts';
import { withoutPageCode } from '../../../domain/inbound/case-codes.ts';
import { INBOUND_OWNER } from '../../../domain/inbound/inbound-repository.ts';
import type { Message } from '../../../domain/messages/message.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { priorityOf } from '../../../domain/messages/priority.ts';
import { stateOf } from '../../../domain/messages/state.ts';
import { withoutCodes } from '../../../domain/text/without-codes.ts';
import { encodingOf } from '../../rows/codes.ts';
import type { MessagesTable } from '../../tables/message-tables.ts';
import type { Queries } from '../../tables/tables.ts';

/** Whoever may read messages shall not learn the code of an approval, of a hand-over or of a case. */
const shownText = ({ owner, text }: Pick<MessagesTable, 'owner' | 'text'>): string => {
  if (owner === APPROVALS_OWNER || owner === HAND_OVER_OWNER) return withoutCodes(text);
  return owner === INBOUND_OWNER ? withoutPageCode(text) : text;
};

export const toMessage = (row: MessagesTable): Message => ({
  id: row.id as MessageId,
  to: row.recipient as Msisdn,
  from: row.sender ?? undefined,
  text: shownText(row),
  state: stateOf(row.state),
  reason: row.reason ?? undefined,
  priority: priorityOf(row.priority),
  encoding: encodingOf(row.encoding),
  flash: row.flash === 1,
  parts: row.parts,
  reference: row.reference ?? undefined,
  route: row.route ?? undefined,
  possibleDuplicate: row.possible_duplicate === 1,
  createdAt: row.created_at,
  dueAt: row.due_at,
  validUntil: row.valid_until,
  sentAt: row.sent_at ?? undefined,
  finalAt: row.final_at ?? undefined,
  alert: row.alert === null ? undefined : { id: row.alert, wave: row.wave ?? 0 },
  owner: row.owner,
});

export const getMessage = async (db: Queries, id: MessageId): Promise<Message | undefined> => {
  const row = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toMessage(row);
};
