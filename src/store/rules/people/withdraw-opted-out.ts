import { type EscalationPlan, widestAudience } from '../../../domain/alerts/escalation.ts';
import type { Priority } from '../../../domain/messages/priority.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Audience, AudienceOptions, Suppression } from '../../../domain/people/audience.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import { MAY_BE_THERE } from '../queue/may-be-there.ts';
import { prepareTransition } from '../queue/transition.ts';
import { prepareUnknownPart } from '../queue/unknown-part.ts';
import { steady } from '../steady.ts';
import { prepareSuppression, type Suppressing } from './suppression.ts';

interface Unsent {
  readonly id: number;
  readonly alert_id: number;
  readonly state: number;
  readonly may_be_there: number;
  readonly rest: string | null;
}

/** The part of an alert's draft that says whom it is for. */
interface Draft {
  readonly overrideOptOut: boolean;
  readonly priority: Priority;
  readonly audience: Audience;
}

interface AlertRules {
  readonly draft: Draft;
  readonly suppressing: Suppressing;
}

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');
/**
 * How many of the oldest rows of `opted_out_messages` each opt-out checks for removal: the cost of an opt-out must not
 * grow with the number of rows.
 */
const CLEANED_AT_ONCE = 100;
const REASONS = {
  optedOut: 'the recipient has opted out',
  noConsent: 'the recipient has not agreed to be written to',
} as const;

/**
 * Withdraws messages of alerts to somebody who has opted out or refused: a queued message at once; a message that a
 * route has, or never answered for, when it comes back for another attempt. Messages that belong to no alert are not
 * withdrawn, since their sender chose the number.
 */
export const prepareWithdrawOptedOut = (db: Db) => {
  const { move } = prepareTransition(db);
  const unknownPart = prepareUnknownPart(db);
  const unsent = db.prepare<[string], Unsent>(
    steady(`
    SELECT m.id, r.alert_id, m.state, ${MAY_BE_THERE} AS may_be_there, m.rest
    FROM alert_recipients r JOIN messages m ON m.id = r.message_id
    WHERE r.number = ? AND m.state IN (${QUEUED}, ${SENDING}, ${UNCERTAIN})`),
  );
  const suppression = prepareSuppression(db);
  // Reads the draft, and the definitions that its segments and areas had at the launch.
  const draftOf = db.prepare<[number], { draft: string; dutyAt: number | null; meaning: string | null }>(`
    SELECT draft, launched_at AS dutyAt, (
      SELECT meaning FROM alert_waves w WHERE w.alert_id = a.id AND w.meaning IS NOT NULL
      ORDER BY wave LIMIT 1) AS meaning
    FROM alerts a WHERE id = ?`);
  const optedOut = db.prepare<[string], number>('SELECT list_id FROM opt_outs WHERE number = ?').pluck();
  const held = db
    .prepare<[string], string>("SELECT lists FROM held_opt_outs WHERE number = ? AND state = 'held'")
    .pluck();
  const anyHeld = db.prepare<[], unknown>("SELECT 1 FROM held_opt_outs WHERE state = 'held' LIMIT 1");
  const memberOf = db
    .prepare<[string, string], number>(
      `SELECT list_id FROM list_members
       WHERE number = ? AND list_id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))`,
    )
    .pluck();
  const remember = db.prepare(
    'INSERT INTO opted_out_messages (message_id) VALUES (?) ON CONFLICT DO NOTHING',
  );
  const remembered = db.prepare<[number], Omit<Unsent, 'id' | 'state'> & { number: string }>(
    steady(`
    SELECT ${MAY_BE_THERE} AS may_be_there, m.rest, m.recipient AS number, m.alert AS alert_id
    FROM opted_out_messages o JOIN messages m ON m.id = o.message_id WHERE o.message_id = ?`),
  );
  const clean = db.prepare(`
    DELETE FROM opted_out_messages
    WHERE message_id IN (SELECT message_id FROM opted_out_messages ORDER BY message_id LIMIT ${CLEANED_AT_ONCE})
    AND NOT EXISTS (SELECT 1 FROM messages WHERE id = message_id AND state IN (${SENDING}, ${UNCERTAIN}))`);
  const forget = db.prepare('DELETE FROM opted_out_messages WHERE message_id = ?');

  /** Whether the number is in the audience by lists only, and has opted out of each of these lists. */
  const leftEveryList = (number: string, { include }: Audience, also: readonly number[] = []): boolean => {
    const out = new Set([...optedOut.all(number), ...also]);
    if (out.size === 0) return false;
    const lists = include.flatMap((term) => ('list' in term ? [term.list] : []));
    if (lists.length < include.length) return false;
    const member = memberOf.all(number, JSON.stringify(lists));
    return (member.length > 0 ? member : lists).every((list) => out.has(list));
  };

  /** Whether the number has an opt-out that waits for review. Until then only what is critical still goes there. */
  const saidStop = (number: string, { priority, overrideOptOut, audience }: Draft): boolean => {
    if (priority === 'critical' || overrideOptOut) return false;
    const lists = held.all(number).flatMap((text) => JSON.parse(text) as readonly number[]);
    return lists.includes(EVERY_LIST_ID) || (lists.length > 0 && leftEveryList(number, audience, lists));
  };

  /**
   * Why the alert must not be sent to the number now. For a number that is no longer in the audience, the opt-outs from
   * its lists decide.
   */
  const barredBy = (number: string, { draft, suppressing }: AlertRules): Suppression | undefined => {
    const { audience, overrideOptOut } = draft;
    if (saidStop(number, draft)) return 'optedOut';
    const why = suppressing.of(number);
    if (why !== 'absent') return why;
    return !overrideOptOut && leftEveryList(number, audience) ? 'optedOut' : undefined;
  };

  const end = (
    id: number,
    { may_be_there, rest }: Pick<Unsent, 'may_be_there' | 'rest'>,
    at: number,
    why: Suppression,
  ): void => {
    const cause = { at, route: undefined, part: undefined, evidence: undefined };
    const reason = REASONS[why];
    if (may_be_there === 1)
      move(id, 'uncertain', { ...cause, reason: `${reason}; ${unknownPart(id, rest)}` });
    else move(id, 'cancelled', { ...cause, reason });
  };

  // Remembers the last draft: each chunk of a wave needs the same draft, which may name many thousand numbers.
  let last: { readonly text: string; readonly draft: Draft } | undefined;
  const parsed = (text: string): Draft => {
    if (last?.text === text) return last.draft;
    const draft = JSON.parse(text) as Draft & { readonly escalation?: EscalationPlan };
    last = { text, draft: { ...draft, audience: widestAudience(draft) } };
    return last.draft;
  };

  const rulesOf = (alert: number): AlertRules | undefined => {
    const row = draftOf.get(alert);
    if (row === undefined) return undefined;
    const draft = parsed(row.draft);
    const meaning =
      row.meaning === null ? undefined : (JSON.parse(row.meaning) as AudienceOptions['meaning']);
    return {
      draft,
      suppressing: suppression(draft.audience, { ...draft, meaning, dutyAt: row.dutyAt ?? undefined }),
    };
  };

  return {
    /**
     * Returns a function that says for one alert why one of these numbers must not be written to now: the audience may
     * have been read some time ago.
     */
    barredFrom: (
      alert: number,
      numbers: readonly string[],
    ): ((number: string) => Suppression | undefined) => {
      const its = rulesOf(alert);
      if (its === undefined) return () => undefined;
      const isAnyHeld = anyHeld.get() !== undefined;
      const saidNo = its.suppressing.whoSaidNo(numbers);
      return (number) =>
        saidNo.has(number) || (isAnyHeld && saidStop(number, its.draft)) ? barredBy(number, its) : undefined;
    },
    /** Withdraws messages to the number. To be called after the opt-out or the refusal is written. */
    withdraw: (number: string, at: number): void => {
      clean.run();
      const rules = new Map<number, AlertRules | undefined>();
      for (const message of unsent.all(number)) {
        const { id, alert_id: alert, state } = message;
        if (!rules.has(alert)) rules.set(alert, rulesOf(alert));
        const its = rules.get(alert);
        const why = its && barredBy(number, its);
        if (why === undefined) continue;
        if (state === QUEUED) end(id, message, at, why);
        else remember.run(id);
      }
    },
    /**
     * For a message that has just come back into the queue: ends the message if its recipient opted out while a route
     * had it.
     */
    withdrawReturned: (id: number, at: number): void => {
      const returned = remembered.get(id);
      if (returned === undefined) return;
      forget.run(id);
      const { alert_id: alert, number } = returned;
      const its = rulesOf(alert);
      // The message ends even if the person has opted in again meanwhile, since the opt-out was meant for this message.
      end(id, returned, at, (its && barredBy(number, its)) ?? 'optedOut');
    },
  };
};
