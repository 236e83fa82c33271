import type { TimelineEntry } from '../../domain/message.ts';
import type { MessageId } from '../../domain/message-id.ts';
import { isFinal, type State, stateOf } from '../../domain/state.ts';
import { receiptStateOf } from '../codes.ts';
import type { EventsTable, MessagesTable, PartsTable, Queries } from '../tables.ts';

type Event = Omit<EventsTable, 'id'>;

/** A message's life, oldest first: the happy path from its columns, all else from the events. */
export const readTimeline = async (db: Queries, id: MessageId): Promise<readonly TimelineEntry[]> => {
  const message = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
  if (message === undefined) return [];
  const [parts, events] = await Promise.all([
    db
      .selectFrom('parts')
      .selectAll()
      .where('message_id', '=', id)
      .orderBy('attempt')
      .orderBy('part')
      .execute(),
    db.selectFrom('events').selectAll().where('message_id', '=', id).orderBy('id').execute(),
  ]);
  return tellTimeline(message, parts, events);
};

/** Pure; the order of entries with the same time is that of a message's life. */
export const tellTimeline = (
  message: MessagesTable,
  parts: readonly PartsTable[],
  events: readonly Event[],
): readonly TimelineEntry[] => {
  const told = events.map(
    (event): TimelineEntry => ({
      at: event.at,
      from: stateOf(event.from_state),
      to: stateOf(event.to_state),
      route: event.route ?? undefined,
      part: event.part ?? undefined,
      reason: event.reason ?? undefined,
      evidence: event.evidence ?? undefined,
    }),
  );
  const became = (state: State): boolean => told.some(({ from, to }) => to === state && from !== to);
  const state = stateOf(message.state);
  const entries: TimelineEntry[] = [entry(message.created_at, undefined, 'queued')];
  const claimed = message.claimed_at;
  if (claimed !== null && message.attempt > 0 && !requeuedSince(events, message.attempt)) {
    entries.push({ ...entry(claimed, 'queued', 'sending'), route: message.route ?? undefined });
  }
  entries.push(...parts.flatMap(tellPart));
  if (message.sent_at !== null && !became('sent')) {
    entries.push({ ...entry(message.sent_at, 'sending', 'sent'), route: message.route ?? undefined });
  }
  if (message.final_at !== null && isFinal(state) && !became(state)) {
    entries.push({
      ...entry(message.final_at, message.sent_at === null ? 'queued' : 'sent', state),
      route: message.route ?? undefined,
      reason: message.reason ?? undefined,
    });
  }
  return [...entries, ...told]
    .map((one, index) => ({ one, index }))
    .sort(byTime)
    .map(({ one }) => one);
};

const requeuedSince = (events: readonly Event[], attempt: number): boolean =>
  events.some(
    (event) =>
      event.attempt === attempt &&
      stateOf(event.to_state) === 'queued' &&
      event.from_state !== event.to_state,
  );

const entry = (at: number, from: State | undefined, to: State): TimelineEntry => ({
  at,
  from,
  to,
  route: undefined,
  part: undefined,
  reason: undefined,
  evidence: undefined,
});

const tellPart = (part: PartsTable): TimelineEntry[] => {
  const about = { route: part.route, part: part.part };
  const accepted: TimelineEntry = {
    ...entry(part.accepted_at, 'sending', 'sending'),
    ...about,
    reason: 'accepted',
    evidence: part.carrier_ref,
  };
  if (part.receipt_at === null || part.receipt_state === null) return [accepted];
  const receipt: TimelineEntry = {
    ...entry(part.receipt_at, 'sent', 'sent'),
    ...about,
    reason: part.receipt_reason ?? `receipt: ${receiptStateOf(part.receipt_state)}`,
    evidence: part.receipt_evidence ?? undefined,
  };
  return [accepted, receipt];
};

const rank = ({ from, to }: TimelineEntry): number => {
  const order: readonly State[] = ['queued', 'sending', 'sent'];
  const place = order.indexOf(to);
  return (place === -1 ? order.length : place) * 2 + (from === to ? 1 : 0);
};

const byTime = (a: { one: TimelineEntry; index: number }, b: { one: TimelineEntry; index: number }): number =>
  a.one.at - b.one.at || rank(a.one) - rank(b.one) || a.index - b.index;
