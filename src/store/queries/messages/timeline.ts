import type { TimelineEntry } from '../../../domain/messages/message.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import { isFinal, type State, stateOf } from '../../../domain/messages/state.ts';
import { receiptStateOf } from '../../rows/codes.ts';
import type { EventsTable, MessagesTable, PartsTable } from '../../tables/message-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { type AttemptStory, asHappened, type Evidence, isStep, type Step } from './story-order.ts';

type Event = Omit<EventsTable, 'id'>;

/**
 * The timeline of a message, oldest entry first. The columns of the message and its parts hold the usual steps; the
 * table of events holds all others.
 */
export const readTimeline = async (db: Queries, id: MessageId): Promise<readonly TimelineEntry[]> => {
  const message = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
  if (message === undefined) return [];
  const [parts, events] = await Promise.all([
    db
      .selectFrom('all_parts')
      .selectAll()
      .where('message_id', '=', id)
      .orderBy('attempt')
      .orderBy('part')
      .execute(),
    db.selectFrom('events').selectAll().where('message_id', '=', id).orderBy('id').execute(),
  ]);
  return tellTimeline(message, parts, events);
};

const tellTimeline = (
  message: MessagesTable,
  parts: readonly PartsTable[],
  events: readonly Event[],
): readonly TimelineEntry[] => {
  const state = stateOf(message.state);
  // The message was `suppressed` when it was stored, as for people of an alert who have opted out. It was never queued.
  if (state === 'suppressed' && events.length === 0) {
    return [{ ...entry(message.created_at, undefined, state), reason: message.reason ?? undefined }];
  }
  const entries = events.map((event) => ({ entry: tellEvent(event), attempt: event.attempt }));
  const happened = entries.filter(({ entry: one }) => isStep(one));
  const became = (one: State): boolean => happened.some(({ entry: { to } }) => to === one);
  const route = message.route ?? undefined;
  const steps: Step[] = [{ entry: entry(message.created_at, undefined, 'queued'), attempt: 0 }];
  const add = (step: Step): void => {
    steps.splice(placeOf(step, steps), 0, step);
  };
  for (const step of happened) {
    if (isClaim(step.entry)) add(step);
    else steps.push(step);
  }
  const { attempt, claimed_at: claimed, sent_at: sent, final_at: final } = message;
  if (claimed !== null && attempt > 0 && !tellsClaim(events, attempt, claimed))
    add({ entry: { ...entry(claimed, 'queued', 'sending'), route }, attempt });
  if (sent !== null && !became('sent')) add({ entry: { ...entry(sent, 'sending', 'sent'), route }, attempt });
  if (final !== null && isFinal(state) && !became(state)) {
    const from = sent === null ? 'queued' : 'sent';
    const reason = message.reason ?? undefined;
    add({ entry: { ...entry(final, from, state), route, reason }, attempt });
  }
  return asHappened(steps, [...notesOf(entries), ...parts.map(tellPart)]);
};

/** The events that change no state, by the attempt during which they were stored. */
const notesOf = (events: readonly Step[]): readonly AttemptStory[] => {
  const notes = events.filter(({ entry: one }) => !isStep(one));
  return [...Map.groupBy(notes, ({ attempt }) => attempt)].map(([attempt, same]) => ({
    attempt,
    isExact: false,
    evidence: same.map(({ entry: note }) => ({ entry: note, follows: [note.to] })),
  }));
};

/**
 * Where a step belongs among the events. The store writes the others in their order, but a claim only when its message
 * comes back into the queue, and the usual steps into columns.
 */
const placeOf = ({ entry: { from, to }, attempt }: Step, steps: readonly Step[]): number => {
  if (isClaim({ from, to }))
    return steps.findLastIndex((one) => one.attempt < attempt || one.entry.to === 'queued') + 1;
  return steps.findLastIndex((one) => one.entry.to === from) + 1;
};

const isClaim = ({ from, to }: Pick<TimelineEntry, 'from' | 'to'>): boolean =>
  from === 'queued' && to === 'sending';

/**
 * Whether the claim is among the events: it is stored as an event when the message comes back into the queue. One
 * attempt can be claimed several times, part by part.
 */
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

const tellEvent = (event: Event): TimelineEntry => ({
  at: event.at,
  from: stateOf(event.from_state),
  to: stateOf(event.to_state),
  route: event.route ?? undefined,
  part: event.part ?? undefined,
  reason: event.reason ?? undefined,
  evidence: event.evidence ?? undefined,
});

const tellPart = (part: PartsTable): AttemptStory => {
  const { attempt } = part;
  const about = { route: part.route, part: part.part };
  const accepted: Evidence = {
    entry: {
      ...entry(part.accepted_at, 'sending', 'sending'),
      ...about,
      reason: 'accepted',
      evidence: part.carrier_ref,
    },
    follows: ['sending'],
  };
  if (part.receipt_at === null || part.receipt_state === null)
    return { attempt, isExact: true, evidence: [accepted] };
  const receipt: Evidence = {
    entry: {
      ...entry(part.receipt_at, 'sent', 'sent'),
      ...about,
      reason: part.receipt_reason ?? `receipt: ${receiptStateOf(part.receipt_state)}`,
      evidence: part.receipt_evidence ?? undefined,
    },
    follows: ['sent'],
  };
  return { attempt, isExact: true, evidence: [accepted, receipt] };
};
