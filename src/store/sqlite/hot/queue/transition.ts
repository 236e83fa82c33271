import { boundEvidence } from '../../../../domain/messages/evidence.ts';
import { isFinal, type State, stateCode, stateOf, statesBefore } from '../../../../domain/messages/state.ts';
import type { Db } from '../../open.ts';

export interface Cause {
  readonly at: number;
  readonly route: string | undefined;
  readonly part: number | undefined;
  readonly reason: string | undefined;
  readonly evidence: string | undefined;
}

interface Row {
  readonly state: number;
  readonly attempt: number;
}

/** For a column: what a carrier or a modem said, as far as it is kept. */
export const kept = (said: string | undefined): string | null =>
  said === undefined ? null : boundEvidence(said);

/** The columns that tell the happy path tell these by themselves; all else is a row of events. */
const TOLD_BY_COLUMNS: ReadonlySet<string> = new Set(['sending>sent', 'sent>delivered']);

/**
 * The one place where the state of a stored message changes after its claim. An illegal transition changes nothing
 * and is kept as a note: what a carrier says too late is evidence, not an error.
 */
export const prepareTransition = (db: Db) => {
  const find = db.prepare<[number], Row>('SELECT state, attempt FROM messages WHERE id = ?');
  const log = db.prepare(`
    INSERT INTO events (message_id, at, from_state, to_state, attempt, route, part, reason, evidence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const updates = new Map<State, ReturnType<typeof db.prepare>>();
  const updateTo = (to: State) => {
    const known = updates.get(to);
    if (known !== undefined) return known;
    const from = statesBefore(to).map(stateCode).join(', ');
    const sent = to === 'sent' ? ', sent_at = :at, final_at = NULL' : '';
    const final = isFinal(to) ? ', final_at = :at' : '';
    const made = db.prepare(
      `UPDATE messages SET state = ${stateCode(to)}, reason = :reason${sent}${final}
       WHERE id = :id AND state IN (${from})`,
    );
    updates.set(to, made);
    return made;
  };

  const note = (id: number, cause: Cause): void => {
    const row = find.get(id);
    if (row === undefined) return;
    log.run(
      id,
      cause.at,
      row.state,
      row.state,
      row.attempt,
      cause.route ?? null,
      cause.part ?? null,
      kept(cause.reason),
      kept(cause.evidence),
    );
  };

  /** Whether the state changed. */
  const move = (id: number, to: State, cause: Cause): boolean => {
    const before = find.get(id);
    if (before === undefined) return false;
    const { changes } = updateTo(to).run({ id, at: cause.at, reason: kept(cause.reason) });
    const from = stateOf(before.state);
    if (changes === 0) {
      if (from !== to) note(id, { ...cause, reason: cause.reason ?? `${to}, when it was ${from} already` });
      return false;
    }
    if (!TOLD_BY_COLUMNS.has(`${from}>${to}`)) {
      log.run(
        id,
        cause.at,
        before.state,
        stateCode(to),
        before.attempt,
        cause.route ?? null,
        cause.part ?? null,
        kept(cause.reason),
        kept(cause.evidence),
      );
    }
    return true;
  };
  return { move, note, log };
};
