import type { Handling } from '../../../domain/inbound/handling.ts';
import type {
  Handled,
  HandledMessage,
  InboundEffect,
  ReplyLimits,
} from '../../../domain/inbound/inbound-repository.ts';
import { boundEvidence } from '../../../domain/messages/evidence.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import type { AuditDetail } from '../../../domain/operation/audit.ts';
import type { EventData, EventType } from '../../../domain/operation/events.ts';
import type { HeldState } from '../../../domain/people/held-opt-out.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import { prepareCries } from '../cases/cries.ts';
import { prepareAudit } from '../operation/audit.ts';
import { prepareTell } from '../operation/tell.ts';
import { prepareHeldOptOuts } from '../people/held-opt-outs.ts';
import { prepareOptOuts } from '../people/opt-outs.ts';
import { prepareUndeliveredNumbers } from '../people/undelivered-numbers.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareEnrol } from './enrol.ts';
import { prepareInboundAnswers } from './inbound-answers.ts';

const HOUR_MS = 3_600_000;
const SOURCE = 'sms';

/**
 * How many automatic replies may still be sent this hour, to all numbers together, and how many were left out because
 * of that limit.
 */
interface RepliesLeft {
  replies: number;
  unanswered: number;
}

interface InboxRow {
  readonly at: number;
  readonly route: string;
  readonly sender: string;
  readonly recipient: string | null;
  readonly text: string;
}

const dataOf = ({ route, sender, recipient, text }: InboxRow): EventData => ({
  route,
  from: sender,
  to: recipient,
  text,
});

/**
 * Applies the effects of messages from phones (an opt-out, an answer, a launch …). Each message is marked as handled in
 * the same commit: a crash leaves both or neither.
 */
export const prepareHandleInbound = (db: Db, enqueue: Enqueue) => {
  const mark = db.prepare(
    'UPDATE inbox SET handled_as = ?, alert = ?, number = ? WHERE id = ? AND handled_as IS NULL',
  );
  const rowOf = db.prepare<[number], InboxRow>(
    'SELECT at, route, sender, recipient, text FROM inbox WHERE id = ?',
  );
  const leave = db.prepare("UPDATE inbox SET handled_as = 'inbox' WHERE id = ?");
  const showAs = db.prepare('UPDATE inbox SET text = ? WHERE id = ?');
  const logOptIn = db.prepare(`
    INSERT INTO opt_out_log (at, action, number, list_id, source, evidence)
    VALUES (:at, 'optIn', :number, ${EVERY_LIST_ID}, '${SOURCE}', :evidence)`);
  const tellEvent = prepareTell(db);
  const replied = db.prepare('INSERT INTO automatic_replies (number, at, message_id) VALUES (?, ?, ?)');
  const repliesSince = db
    .prepare<[string, number], number>('SELECT count(*) FROM automatic_replies WHERE number = ? AND at > ?')
    .pluck();
  const repliesInAllSince = db
    .prepare<[number], number>('SELECT count(*) FROM automatic_replies WHERE at > ?')
    .pluck();
  const forgetReplies = db.prepare('DELETE FROM automatic_replies WHERE at < ?');
  const { optOut, optIn } = prepareOptOuts(db);
  const held = prepareHeldOptOuts(db);
  const answers = prepareInboundAnswers(db);
  const cases = prepareCries(db);
  const audit = prepareAudit(db);
  const note = (at: number, number: string, action: string, detail: AuditDetail): void =>
    audit({ at, actor: { id: `phone:${number}`, name: 'SMS' }, action, subject: `number:${number}`, detail });

  const { revive } = prepareUndeliveredNumbers(db);
  const { enrol, forgetPending } = prepareEnrol(db, note);

  const tell = (at: number, type: EventType, data: EventData): void => tellEvent({ at, type, data });

  const out = (
    { number, lists, alert, brake }: Extract<InboundEffect, { kind: 'optOut' }>,
    { text: evidence, inboxId }: HandledMessage,
    at: number,
  ): boolean => {
    const keep = (route: string, state: HeldState, of: readonly number[]): boolean =>
      held.keepHeld({ at, route, number, lists: of, evidence: boundEvidence(evidence), inboxId, state });
    const meant = lists.length === 0 ? [EVERY_LIST_ID] : lists;
    if (brake?.verdict === 'held') {
      const isNew = keep(brake.route, 'held', meant);
      if (isNew) note(at, number, 'optOut.hold', { lists: meant, alert, inboxId });
      return isNew;
    }
    const added = meant.filter((listId) => optOut({ number, listId, source: SOURCE, evidence, at }));
    if (brake === undefined) held.confirmHeld(number, meant);
    if (added.length > 0) {
      if (brake !== undefined) keep(brake.route, 'carriedOut', added);
      tell(at, 'optout.received', { number, lists: added, alert, inboxId });
      note(at, number, 'optOut.add', { lists: added, alert, inboxId });
    }
    return added.length > 0;
  };

  const back = (
    number: Extract<InboundEffect, { kind: 'optIn' }>['number'],
    evidence: string,
    at: number,
  ) => {
    const removed = optIn(number, EVERY_LIST_ID);
    const revoked = held.revokeHeld(number);
    if (removed) logOptIn.run({ at, number, evidence: boundEvidence(evidence) });
    if (removed || revoked) {
      tell(at, 'optin.received', { number });
      note(at, number, 'optOut.remove', { lists: [EVERY_LIST_ID] });
    }
    return removed || revoked;
  };

  const mayReply = ({ to }: NewMessage, { repliesPerHour }: ReplyLimits, at: number): boolean =>
    (repliesSince.get(to, at - HOUR_MS) ?? 0) < repliesPerHour;

  /** Applies the effect of one message. Returns its reply, if there is one to be sent. */
  const handle = (
    handled: HandledMessage,
    limits: ReplyLimits,
    left: RepliesLeft,
    now: number,
  ): NewMessage | undefined => {
    const { inboxId, number: from, effect, reply, at } = handled;
    const alert = 'alert' in effect ? effect.alert : undefined;
    const handledAs: Handling = effect.kind === 'command' ? effect.handledAs : effect.kind;
    if (mark.run(handledAs, alert ?? null, from ?? null, inboxId).changes === 0) return undefined;
    const shownAs = (effect.kind === 'command' ? effect.shownAs : undefined) ?? handled.shownAs;
    if (shownAs !== undefined) showAs.run(shownAs, inboxId);
    // Told only now: the text may have had a code.
    const row = rowOf.get(inboxId);
    if (row !== undefined)
      tellEvent({ type: 'inbox.received', at: row.at, data: { inboxId, ...dataOf(row) } });
    // A phone that writes is not dead, whatever the carriers say of messages to it.
    if (from !== undefined) revive(from);
    if (effect.kind === 'command' && effect.change !== undefined && !enrol(effect.change, handled, now)) {
      // Nothing was stored, so a person has to read the message.
      leave.run(inboxId);
      return undefined;
    }
    const cry = (number: string): void =>
      cases.cry({ number, alert, text: handled.text, inboxId, at }, now, limits.pageAgainMs);
    let answered = true;
    switch (effect.kind) {
      case 'optOut':
        answered = out(effect, handled, now);
        break;
      case 'optIn':
        answered = back(effect.number, handled.text, now);
        break;
      case 'answer': {
        const { number, meaning } = effect;
        const { firstCall } = answers.keep(effect, handled);
        tell(now, 'answer.received', { alert, number, meaning, text: handled.text, at, inboxId });
        if (firstCall) tell(now, 'answer.help', { alert, number, text: handled.text, at, inboxId });
        if (meaning === 'help') cry(number);
        if (meaning === 'safe') cases.saysSafe(number, inboxId, now);
        break;
      }
      case 'help':
        cry(effect.number);
        break;
      case 'keyword':
        if (effect.cries) cry(effect.number);
        break;
      case 'command':
      case 'inbox':
      case 'failed':
        break;
    }
    if (reply === undefined || !answered) return undefined;
    // A command always gets its reply, since the sender must know whether it worked; wrong codes have a limit of their
    // own.
    const isLimited = effect.kind !== 'command' || effect.isLimited;
    if (isLimited && !mayReply(reply, limits, now)) return undefined;
    if (isLimited && left.replies <= 0) {
      left.unanswered++;
      return undefined;
    }
    left.replies--;
    replied.run(reply.to, now, reply.id);
    return reply;
  };

  return {
    handleInbound: (handled: readonly HandledMessage[], limits: ReplyLimits, nowMs: number): Handled => {
      forgetReplies.run(nowMs - HOUR_MS);
      forgetPending(nowMs);
      // Counted once for all messages of the call: an hour may have thousands of replies.
      const gone = repliesInAllSince.get(nowMs - HOUR_MS) ?? 0;
      const left: RepliesLeft = { replies: limits.repliesPerHourInAll - gone, unanswered: 0 };
      const queued = handled
        .map((one) => handle(one, limits, left, nowMs))
        .filter((one) => one !== undefined);
      enqueue(queued);
      return { queued, unanswered: left.unanswered };
    },
  };
};
