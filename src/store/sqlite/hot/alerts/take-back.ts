import { OVERTAKEN } from '../../../../domain/alerts/wave-state.ts';
import { type Priority, priorityOf } from '../../../../domain/messages/priority.ts';
import type { ClassCount } from '../../../../domain/messages/queue.ts';
import { stateCode } from '../../../../domain/messages/state.ts';
import { waveGoesOut, waveHasPeopleLeft, waveIsStopped } from '../../../rules/wave-rows.ts';
import type { Db } from '../../open.ts';
import { steady } from '../../steady.ts';
import { MAY_BE_THERE, unknownPart } from '../queue/may-be-there.ts';
import { prepareTransition } from '../queue/transition.ts';

export interface Queued {
  readonly id: number;
  readonly lane: number;
  readonly priority: number;
  readonly may_be_there: number;
  readonly rest: string | null;
}

const COLUMNS = `id, lane, priority, ${MAY_BE_THERE} AS may_be_there, rest`;
// The queue's index serves only a WHERE that names its own condition.
const IS_QUEUED = `state = ${stateCode('queued')}`;

/** Messages by class, added up. */
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
  // Lanes are of one wave: by its own index, all that the alert ever had would be walked.
  const ofWave = db.prepare<[number, number, number, number], Queued>(
    steady(`
    SELECT ${COLUMNS} FROM messages INDEXED BY messages_queue
    WHERE ${IS_QUEUED} AND lane = ? AND alert = ? AND wave = ? LIMIT ?`),
  );
  const find = db.prepare<[number], Queued>(`SELECT ${COLUMNS} FROM messages WHERE id = ? AND ${IS_QUEUED}`);
  // Only where the newer text finds the person: whose wave was stopped gets no text at all any more.
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
    if (may_be_there === 1) move(id, 'uncertain', { ...cause, reason: `${reason}; ${unknownPart(rest)}` });
    else move(id, 'cancelled', { ...cause, reason });
  };

  return {
    ofWave,
    takeBack,
    /** Adds it to `ended`. False, and nothing done, if it isn't queued any more. */
    overtake: (id: number, at: number, ended: Classes): boolean => {
      const queued = find.get(id);
      if (queued === undefined) return false;
      takeBack(queued, OVERTAKEN, at);
      ended.add(queued.lane, priorityOf(queued.priority));
      return true;
    },
    /** Of a message that has just come back into the queue: its wave may have been stopped, and swept, before. */
    stopReturned: (id: number, at: number): void => {
      const reason = stoppedBecause.get(id);
      const queued = reason === undefined ? undefined : find.get(id);
      if (reason !== undefined && queued !== undefined) takeBack(queued, reason, at);
    },
    /** Of a message that has just come back into the queue: an update may have come while a route had it. */
    overtakeReturned: (id: number, at: number): void => {
      if (isOvertaken.get(id) === undefined) return;
      const queued = find.get(id);
      if (queued !== undefined) takeBack(queued, OVERTAKEN, at);
    },
  };
};
