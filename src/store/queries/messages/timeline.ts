import type { TimelineEntry } from '../../../domain/messages/message.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import { isFinal, type State, stateOf } from '../../../domain/messages/state.ts';
import { receiptStateOf } from '../../codes.ts';
import type { EventsTable, MessagesTable, PartsTable, Queries } from '../../tables/tables.ts';

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

/** An answer, a receipt or a note: it changes no state, and is shown in the state that the message had at that time. */
interface Evidence {
  readonly entry: TimelineEntry;
  /** States that are shown before this entry if the message reached them in the same millisecond. */
  readonly follows: readonly State[];
}

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
  const entries = events.map(tellEvent);
  // Steps from events stand before steps from columns: if two attempts fall into one millisecond, the columns hold only
  // the later attempt.
  const steps = [entry(message.created_at, undefined, 'queued'), ...entries.filter(isStep)];
  const became = (one: State): boolean => entries.some((event) => isStep(event) && event.to === one);
  const route = message.route ?? undefined;
  const claimed = message.claimed_at;
  if (claimed !== null && message.attempt > 0 && !tellsClaim(events, message.attempt, claimed)) {
    steps.push({ ...entry(claimed, 'queued', 'sending'), route });
  }
  if (message.sent_at !== null && !became('sent')) {
    steps.push({ ...entry(message.sent_at, 'sending', 'sent'), route });
  }
  if (message.final_at !== null && isFinal(state) && !became(state)) {
    const from = message.sent_at === null ? 'queued' : 'sent';
    steps.push({ ...entry(message.final_at, from, state), route, reason: message.reason ?? undefined });
  }
  const notes = entries
    .filter((event) => !isStep(event))
    .map((note): Evidence => ({ entry: note, follows: [note.to] }));
  return inOrder(steps, [...notes, ...parts.flatMap(tellPart)]);
};

const isStep = ({ from, to }: TimelineEntry): boolean => from !== to;

/**
 * Sorts by time. Within one millisecond, each step begins in the state in which the step before it ended, and evidence
 * comes as soon as the message is in a state of `follows`.
 */
const inOrder = (
  steps: readonly TimelineEntry[],
  evidence: readonly Evidence[],
): readonly TimelineEntry[] => {
  const stepsAt = Map.groupBy(steps, ({ at }) => at);
  const evidenceAt = Map.groupBy(evidence, (one) => one.entry.at);
  const times = [...new Set([...stepsAt.keys(), ...evidenceAt.keys()])].sort((a, b) => a - b);
  const entries: TimelineEntry[] = [];
  let state: State | undefined;
  for (const at of times) {
    const stepsLeft = [...(stepsAt.get(at) ?? [])];
    const evidenceLeft = [...(evidenceAt.get(at) ?? [])];
    while (stepsLeft.length + evidenceLeft.length > 0) {
      const ripe = evidenceLeft.findIndex(({ follows }) => isRipe(follows, state, stepsLeft));
      const [one] = ripe === -1 ? [] : evidenceLeft.splice(ripe, 1);
      if (one !== undefined) {
        const during = state ?? 'queued';
        entries.push({ ...one.entry, from: during, to: during });
        continue;
      }
      const next = stepsLeft.findIndex(({ from }) => from === state);
      const [step] = stepsLeft.splice(Math.max(0, next), 1);
      if (step === undefined) break;
      entries.push(step);
      state = step.to;
    }
  }
  return entries;
};

/**
 * Whether evidence may be shown now: the message is in a state of `follows`, or none of the steps that are left leads
 * to such a state.
 */
const isRipe = (
  follows: readonly State[],
  state: State | undefined,
  left: readonly TimelineEntry[],
): boolean => {
  if (left.length === 0) return true;
  if (state === undefined) return false;
  return follows.includes(state) || !left.some(({ to }) => follows.includes(to));
};

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

const tellPart = (part: PartsTable): Evidence[] => {
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
  if (part.receipt_at === null || part.receipt_state === null) return [accepted];
  const receipt: Evidence = {
    entry: {
      ...entry(part.receipt_at, 'sent', 'sent'),
      ...about,
      reason: part.receipt_reason ?? `receipt: ${receiptStateOf(part.receipt_state)}`,
      evidence: part.receipt_evidence ?? undefined,
    },
    follows: ['sent'],
  };
  return [accepted, receipt];
};
