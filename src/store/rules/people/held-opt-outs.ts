import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { AuditActor } from '../../../domain/operation/audit.ts';
import type {
  HeldChoice,
  HeldDecision,
  HeldState,
  SettledHeld,
} from '../../../domain/people/held-opt-out.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import { steady } from '../steady.ts';
import { prepareOptOuts } from './opt-outs.ts';

/** How many one commit settles. */
const AT_ONCE = 500;

interface Row {
  readonly id: number;
  readonly number: Msisdn;
  readonly lists: string;
  readonly evidence: string;
  readonly state: HeldState;
}

/** Which state each decision ends, and which it begins. */
const STEPS: Readonly<Record<HeldDecision, Readonly<Partial<Record<HeldState, HeldState>>>>> = {
  carryOut: { held: 'carriedOut' },
  throwAway: { held: 'thrownAway' },
  undo: { carriedOut: 'undone', thrownAway: 'held' },
};

/** Keeps opt-outs that came while an alert went out, and settles them. */
export const prepareHeldOptOuts = (db: Db) => {
  const add = db.prepare(`
    INSERT INTO held_opt_outs (at, route, number, lists, evidence, inbox_id, state)
    VALUES (:at, :route, :number, :lists, :evidence, :inboxId, :state)`);
  const some = db.prepare<[string], Row>(
    `SELECT id, number, lists, evidence, state FROM held_opt_outs
     WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY id`,
  );
  const ofRoute = db.prepare<[string, string, number], Row>(
    steady(`SELECT id, number, lists, evidence, state FROM held_opt_outs
            WHERE state = ? AND route = ? ORDER BY id LIMIT ?`),
  );
  const settle = db.prepare('UPDATE held_opt_outs SET state = ?, lists = ? WHERE id = ?');
  const logBack = db.prepare(`
    INSERT INTO opt_out_log (at, action, number, list_id, source, evidence)
    VALUES (:at, 'optIn', :number, :listId, 'operator', 'the opt-out was taken back in bulk')`);
  const { optOut, optIn, withdraw } = prepareOptOuts(db);
  const note = prepareAudit(db);
  const isHeld = db.prepare<[string, string], unknown>(
    "SELECT 1 FROM held_opt_outs WHERE number = ? AND state = 'held' AND lists = ?",
  );
  const revoke = db.prepare("UPDATE held_opt_outs SET state = 'undone' WHERE number = ? AND state = 'held'");
  const ofNumber = db.prepare<[string], Row>(
    `SELECT id, number, lists, evidence, state FROM held_opt_outs
     WHERE number = ? AND state IN ('held', 'carriedOut') ORDER BY id`,
  );

  const idsOf = (lists: string): readonly number[] => JSON.parse(lists) as readonly number[];
  /** Carries it out; returns the lists that had no opt-out before: only these are taken back later. */
  const carryOut = ({ number, lists, evidence }: Row, at: number): readonly number[] =>
    idsOf(lists).filter((listId) => optOut({ number, listId, source: 'sms', evidence, at }));
  const takeBack = ({ number, lists }: Row, at: number): void => {
    for (const listId of idsOf(lists)) if (optIn(number, listId)) logBack.run({ at, number, listId });
  };

  return {
    /** False: the person has said the same already, and it waits. */
    keepHeld: (
      kept: Omit<Row, 'id' | 'lists'> & {
        readonly at: number;
        readonly route: string;
        readonly lists: readonly number[];
        readonly inboxId: number;
      },
    ): boolean => {
      const row = { ...kept, lists: JSON.stringify(kept.lists) };
      const waits = kept.state === 'held';
      if (waits && isHeld.get(kept.number, row.lists) !== undefined) return false;
      add.run(row);
      // Whether or not it is forged, only what is critical still goes to this phone until somebody has looked.
      if (waits) withdraw(kept.number, kept.at);
      return true;
    },

    /** The person wants messages again: nobody carries the opt-out out later. False if none waits. */
    revokeHeld: (number: string): boolean => revoke.run(number).changes > 0,

    /** The person says it again when no alert goes out: this opt-out is none of those that are taken back in bulk. */
    confirmHeld: (number: string, lists: readonly number[]): void => {
      for (const row of ofNumber.all(number)) {
        const left = lists.includes(EVERY_LIST_ID)
          ? []
          : idsOf(row.lists).filter((one) => !lists.includes(one));
        if (left.length === 0 || row.state === 'carriedOut')
          settle.run('carriedOut', JSON.stringify(left), row.id);
      }
    },

    settleHeld: (decision: HeldDecision, choice: HeldChoice, by: AuditActor, nowMs: number): SettledHeld => {
      const steps = STEPS[decision];
      // A whole route is taken in the state that the decision is for in the first place.
      const [first = ''] = Object.keys(steps);
      const found =
        'ids' in choice
          ? some.all(JSON.stringify(choice.ids.slice(0, AT_ONCE)))
          : ofRoute.all(first, choice.route, AT_ONCE + 1);
      const done: number[] = [];
      for (const row of found.slice(0, AT_ONCE)) {
        const next = steps[row.state];
        if (next === undefined) continue;
        const added = next === 'carriedOut' ? carryOut(row, nowMs) : undefined;
        if (next === 'undone') takeBack(row, nowMs);
        settle.run(next, added === undefined ? row.lists : JSON.stringify(added), row.id);
        if (next === 'held') withdraw(row.number, nowMs);
        done.push(row.id);
      }
      if (done.length > 0) {
        const subject = 'route' in choice ? `route:${choice.route}` : 'heldOptOuts';
        note({ at: nowMs, actor: by, action: `optOut.${decision}`, subject, detail: { ids: done } });
      }
      return { done: done.length, more: found.length > AT_ONCE };
    },
  };
};
