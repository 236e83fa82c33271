import { OVERTAKEN } from '../../../domain/alerts/wave-state.ts';
import { type Priority, priorityOf } from '../../../domain/messages/priority.ts';
import type { ClassCount } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { waveGoesOut, waveHasPeopleLeft, waveIsStopped } from '../../rows/wave-rows.ts';
import { MAY_BE_THERE } from '../queue/may-be-there.ts';
import { prepareTransition } from '../queue/transition.ts';
import { prepareUnknownPart } from '../queue/unknown-part.ts';
import { steady } from '../steady.ts';

export interface Queued {
  readonly id: number;
  readonly lane: number;
  readonly priority: number;
  readonly may_be_there: number;
  readonly rest: string | null;
}

const COLUMNS = `id, lane, priority, ${MAY_BE_THERE} AS may_be_there, rest`;
// SQLite uses the partial index of the queue only for a WHERE that spells out its condition.
const IS_QUEUED = `state = ${stateCode('queued')}`;

/** Counts messages by class (lane and priority). */
export class Classes {
  readonly #counts = new Map<string, { lane: number; priority: Priority; messages: number }>();

  add(lane: number, priority: Priority): void {
    const key = `${lane}/${priority}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { lane, priority, messages: 1 });
    else known.messages++;
  }

  list(): readonly ClassCount[] {
    return [...this.#counts.values()];
  }
}

/** Takes messages of alerts out of the queue. */
export const prepareTakeBack = (db: Db) => {
  const { move } = prepareTransition(db);
  const unknownPart = prepareUnknownPart(db);
  // A lane belongs to one wave, so the index of the queue finds the messages of the wave. The index of the alert has
  // every message that the alert ever had.
  const ofWave = db.prepare<[number, number, number, number], Queued>(
    steady(`
    SELECT ${COLUMNS} FROM messages INDEXED BY messages_queue
    WHERE ${IS_QUEUED} AND lane = ? AND alert = ? AND wave = ? LIMIT ?`),
  );
  const find = db.prepare<[number], Queued>(`SELECT ${COLUMNS} FROM messages WHERE id = ? AND ${IS_QUEUED}`);
  // An update takes the place of a message ("overtakes" it) only if the update can reach the person. A message of a
  // stopped wave is not overtaken: its person gets no text any more.
  const isOvertaken = db.prepare<[number], unknown>(
    steady(`
    SELECT 1 FROM messages m
    JOIN alert_waves own ON own.alert_id = m.alert AND own.wave = m.wave
    JOIN alert_waves newer ON newer.alert_id = m.alert AND newer.wave > m.wave
    WHERE m.id = ? AND NOT ${waveIsStopped('own')}
      AND newer.kind = 'update' AND ${waveGoesOut('newer')} AND newer.mark >= m.id
      AND (${waveHasPeopleLeft('newer')} OR EXISTS (SELECT 1 FROM alert_recipients r
        WHERE r.alert_id = m.alert AND r.number = m.recipient AND r.wave = newer.wave))
    LIMIT 1`),
  );

  const stoppedBecause = db
    .prepare<[number], string>(
      steady(`SELECT w.cut FROM messages m JOIN alert_waves w ON w.alert_id = m.alert AND w.wave = m.wave
              WHERE m.id = ? AND ${waveIsStopped('w')}`),
    )
    .pluck();

  const takeBack = ({ id, may_be_there, rest }: Queued, reason: string, at: number): void => {
    const cause = { at, route: undefined, part: undefined, evidence: undefined };
    if (may_be_there === 1)
      move(id, 'uncertain', { ...cause, reason: `${reason}; ${unknownPart(id, rest)}` });
    else move(id, 'cancelled', { ...cause, reason });
  };

  return {
    ofWave,
    /** The message, if it is queued. */
    find,
    takeBack,
    /**
     * If the message is still queued, ends it as overtaken by an update, and counts it in `ended`. Otherwise does
     * nothing and returns false.
     */
    overtake: (id: number, at: number, ended: Classes): boolean => {
      const queued = find.get(id);
      if (queued === undefined) return false;
      takeBack(queued, OVERTAKEN, at);
      ended.add(queued.lane, priorityOf(queued.priority));
      return true;
    },
    /**
     * For a message that has just come back into the queue: ends the message if its wave was stopped while a route had
     * it.
     */
    stopReturned: (id: number, at: number): void => {
      const reason = stoppedBecause.get(id);
      const queued = reason === undefined ? undefined : find.get(id);
      if (reason !== undefined && queued !== undefined) takeBack(queued, reason, at);
    },
    /**
     * For a message that has just come back into the queue: ends the message if an update came while a route had it.
     */
    overtakeReturned: (id: number, at: number): void => {
      if (isOvertaken.get(id) === undefined) return;
      const queued = find.get(id);
      if (queued !== undefined) takeBack(queued, OVERTAKEN, at);
    },
  };
};
