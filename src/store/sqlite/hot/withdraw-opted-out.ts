import { EVERY_LIST } from '../../../domain/opt-out.ts';
import { stateCode } from '../../../domain/state.ts';
import type { Db } from '../open.ts';
import { prepareTransition } from './transition.ts';

interface Unsent {
  readonly id: number;
  readonly alert_id: number;
  readonly state: number;
  readonly possible_duplicate: number;
}

/** The part of an alert's draft that says how it came to somebody. */
interface Draft {
  readonly overrideOptOut: boolean;
  readonly audience: { readonly include: readonly ({ readonly list: number } | object)[] };
}

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const REASON = 'the recipient has opted out';

/**
 * Takes back what is on its way to somebody who has opted out: what is queued at once, what a route has when it comes
 * back for another attempt. Messages of alerts only; who sends a single one knows to whom.
 */
export const prepareWithdrawOptedOut = (db: Db) => {
  const { move } = prepareTransition(db);
  const unsent = db.prepare<[string], Unsent>(`
    SELECT m.id, r.alert_id, m.state, m.possible_duplicate
    FROM alert_recipients r JOIN messages m ON m.id = r.message_id
    WHERE r.number = ? AND m.state IN (${QUEUED}, ${SENDING})`);
  const draftOf = db.prepare<[number], { draft: string }>('SELECT draft FROM alerts WHERE id = ?');
  const hasOptedOut = db.prepare<[string], unknown>('SELECT 1 FROM opt_outs WHERE number = ? LIMIT 1');
  const optedOut = db.prepare<[string], number>('SELECT list_id FROM opt_outs WHERE number = ?').pluck();
  const memberOf = db
    .prepare<[string, string], number>(
      'SELECT list_id FROM list_members WHERE number = ? AND list_id IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const remember = db.prepare('INSERT OR IGNORE INTO opted_out_messages (message_id) VALUES (?)');
  const remembered = db.prepare<[number], Pick<Unsent, 'possible_duplicate'>>(`
    SELECT possible_duplicate FROM opted_out_messages JOIN messages ON id = message_id WHERE message_id = ?`);
  const clean = db.prepare(`
    DELETE FROM opted_out_messages
    WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = message_id AND state = ${SENDING})`);
  const forget = db.prepare('DELETE FROM opted_out_messages WHERE message_id = ?');

  /** Whether nothing but lists brought the alert to this number, and it has opted out of each of those. */
  const isBarred = (number: string, draft: Draft): boolean => {
    if (draft.overrideOptOut) return false;
    const out = new Set(optedOut.all(number));
    if (out.has(EVERY_LIST)) return true;
    if (out.size === 0) return false;
    const lists = draft.audience.include.flatMap((term) => ('list' in term ? [term.list] : []));
    if (lists.length < draft.audience.include.length) return false;
    const member = memberOf.all(number, JSON.stringify(lists));
    return (member.length > 0 ? member : lists).every((list) => out.has(list));
  };

  const end = (id: number, possibleDuplicate: number, at: number): void => {
    const cause = { at, route: undefined, part: undefined, reason: REASON, evidence: undefined };
    // What became of an earlier attempt isn't known: "cancelled" would say that nothing went out.
    move(id, possibleDuplicate === 1 ? 'uncertain' : 'cancelled', cause);
  };

  const draftFor = (alert: number): Draft | undefined => {
    const row = draftOf.get(alert);
    return row === undefined ? undefined : (JSON.parse(row.draft) as Draft);
  };

  return {
    /** Of one alert, whether a number has opted out of it: its audience may have been read before. */
    barredFrom: (alert: number): ((number: string) => boolean) => {
      let draft: Draft | undefined;
      return (number) => {
        if (hasOptedOut.get(number) === undefined) return false;
        draft ??= draftFor(alert);
        return draft !== undefined && isBarred(number, draft);
      };
    },
    /** After the opt-out is written. */
    withdraw: (number: string, at: number): void => {
      clean.run();
      const drafts = new Map<number, Draft | undefined>();
      for (const { id, alert_id: alert, state, possible_duplicate: possibleDuplicate } of unsent.all(
        number,
      )) {
        if (!drafts.has(alert)) drafts.set(alert, draftFor(alert));
        const draft = drafts.get(alert);
        if (draft === undefined || !isBarred(number, draft)) continue;
        if (state === QUEUED) end(id, possibleDuplicate, at);
        else remember.run(id);
      }
    },
    /** Of a message that has just come back into the queue. */
    withdrawReturned: (id: number, at: number): void => {
      const returned = remembered.get(id);
      if (returned === undefined) return;
      forget.run(id);
      end(id, returned.possible_duplicate, at);
    },
  };
};
