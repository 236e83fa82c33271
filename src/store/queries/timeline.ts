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

/** Pure. */
const tellTimeline = (
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
  // Events before what columns tell: of two attempts in one millisecond the columns have the last.
  // Suppressed from the first, as people of an alert are: it was never queued.
  if (state === 'suppressed' && events.length === 0) {
    return [{ ...entry(message.created_at, undefined, state), reason: message.reason ?? undefined }];
  }
  const entries: TimelineEntry[] = [entry(message.created_at, undefined, 'queued'), ...told];
  const claimed = message.claimed_at;
  if (claimed !== null && message.attempt > 0 && !tellsClaim(events, message.attempt, claimed)) {
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
  return chained(entries.toSorted((a, b) => a.at - b.at));
};

/** Those of one millisecond in the order of a message's life: each begins in the state in which the last one ended. */
const chained = (sorted: readonly TimelineEntry[]): readonly TimelineEntry[] => {
  const left = [...sorted];
  const told: TimelineEntry[] = [];
  let state: State | undefined;
  for (let first = left[0]; first !== undefined; first = left[0]) {
    const { at } = first;
    const others = left.findIndex((one) => one.at !== at);
    const together = others === -1 ? left : left.slice(0, others);
    const note = together.findIndex(({ from, to }) => from === state && to === state);
    const step = note === -1 ? together.findIndex(({ from }) => from === state) : note;
    const [next = first] = left.splice(Math.max(0, step), 1);
    told.push(next);
    state = next.from === next.to ? state : next.to;
  }
  return told;
};

/** A claim whose message came back into the queue is an event. An attempt can be claimed several times, part by part. */
const tellsClaim = (events: readonly Event[], attempt: number, claimedAt: number): boolean =>
  events.some(
    (event) =>
      event.attempt === attempt &&
      event.at === claimedAt &&
      stateOf(event.from_state) === 'queued' &&
      stateOf(event.to_state) === 'sending',
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
