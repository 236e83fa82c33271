import type { RouteInbound } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** Why a copy is kept aside. */
export const SENT_AGAIN = 'the carrier sent it again after its link had ended; the inbox has it already';

/**
 * How long before the end of a link an answer may have been written that the carrier did not read, and for how long
 * after the end the carrier's copy is known as one. Short, since what a person writes again must not be taken for it.
 */
const IN_DOUBT_MS = 5 * 60_000;
/** How many of the last messages of a sender are searched for the last one that came by the same route. */
const LOOKED_AT = 20;
/** How many of the texts that a route has put aside are searched for a copy: more than a carrier leaves open. */
const COPIES_LOOKED_AT = 1000;
/** A name, a short code or a hidden number may be that of several senders. */
const PHONE = /^\+?[0-9]{9,15}$/;

interface Newest {
  readonly id: number;
  readonly at: number;
  readonly recipient: string | null;
  readonly text: string;
  readonly handled_as: string | null;
  readonly number: string | null;
}

/**
 * Tells whether the inbox has a message already, and its carrier sends it again since a link ended before the carrier
 * read the answer. Only the sender's newest message is compared: if the person has written something else since, the
 * same words are new ones. A call for help is never a copy: SMPP has nothing by which a copy can be told from a person
 * who calls once more, and one call too many does less harm than one too few.
 */
export const prepareSentAgain = (db: Db) => {
  const newestOf = db.prepare<[string, string], Newest>(
    steady(`SELECT id, at, recipient, text, handled_as, number FROM
            (SELECT id, at, route, recipient, text, handled_as, number FROM inbox WHERE sender = ?
             ORDER BY id DESC LIMIT ${LOOKED_AT})
            WHERE route = ? ORDER BY id DESC LIMIT 1`),
  );
  const lastCopyAt = db
    .prepare<[string, string, number], number>(
      steady(`SELECT at FROM
              (SELECT id, at, sender, reason FROM set_aside WHERE route = ? ORDER BY id DESC LIMIT ${COPIES_LOOKED_AT})
              WHERE sender = ? AND at >= ? AND reason = '${SENT_AGAIN}' ORDER BY id DESC LIMIT 1`),
    )
    .pluck();
  // An answer to a question of an alert may call for help too ("2").
  const isOfCase = db
    .prepare<[string | null, number], number>('SELECT 1 FROM cases WHERE number = ? AND inbox_id = ?')
    .pluck();
  const calledForHelp = ({ id, handled_as: handledAs, number }: Newest): boolean =>
    handledAs === 'help' || isOfCase.get(number, id) === 1;

  return ({ route, from, to, text, linkEndedAt = 0 }: RouteInbound, at: number): boolean => {
    if (linkEndedAt < at - IN_DOUBT_MS) return false;
    const newest = PHONE.test(from) ? newestOf.get(from, route) : undefined;
    if (newest === undefined || newest.text !== text || newest.recipient !== (to ?? null)) return false;
    // After the end of a link the carrier sends the message once more: the same words after that copy are new ones.
    const seenAt = lastCopyAt.get(route, from, newest.at) ?? newest.at;
    // The time goes back at the start of a process only, so the end of its links lies between.
    const isOfEarlierProcess = seenAt > at && seenAt <= at + IN_DOUBT_MS;
    if (seenAt < linkEndedAt - IN_DOUBT_MS || (seenAt > linkEndedAt && !isOfEarlierProcess)) return false;
    // Nobody has read a message whose handling failed.
    return newest.handled_as !== 'failed' && !calledForHelp(newest);
  };
};
