import { type IntakeLimits, limitsOfRoute } from '../../../domain/messages/intake-limits.ts';
import type { Received } from '../../../domain/messages/queue.ts';
import type { RouteInbound } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { prepareKeptCounts } from './kept-counts.ts';
import { prepareSeen } from './seen.ts';
import { prepareSentAgain, SENT_AGAIN } from './sent-again.ts';
import { prepareSetAside } from './set-aside.ts';

interface Stored {
  readonly part: number;
  readonly at: number;
  readonly recipient: string | null;
  readonly text: string;
}

interface FromPhone {
  readonly route: string;
  readonly from: string;
  readonly to: string | null;
  readonly text: string;
}

/** What the parts of one long message have in common. */
interface PartSet {
  readonly route: string;
  readonly sender: string;
  readonly reference: number;
  readonly total: number;
}

interface SetProgress {
  readonly parts: number;
  readonly last_at: number;
}

/** What the inbox shows in place of parts that never came. */
const GAP = '[…]';
/**
 * How many of the last messages of a sender are searched for a repeated part: a carrier repeats a part within minutes.
 */
const LOOKED_AT = 20;

/**
 * Half of a surrogate pair at the beginning or end of a part, where the phone cut the text. The joined text has the
 * whole pair, so a search for the half would find nothing.
 */
const HALVES = /^\p{Surrogate}|\p{Surrogate}$/gu;

const KEY = 'route = ? AND sender = ? AND reference = ? AND total = ?';
const KEYS = 'route, sender, reference, total';
type Key = [route: string, sender: string, reference: number, total: number];
const keyOf = ({ route, sender, reference, total }: PartSet): Key => [route, sender, reference, total];

/**
 * Stores a message from a phone. The parts of a long message are kept, in any order, until all are there. If a message
 * waits too long, or is the oldest when too many wait, the inbox shows the parts that came. The cost does not grow with
 * the number of messages that wait.
 */
export const prepareInbound = (db: Db, limits: IntakeLimits) => {
  const counts = prepareKeptCounts(db, 'incomplete');
  const setAside = prepareSetAside(db);
  const isSentAgain = prepareSentAgain(db);
  const isNew = prepareSeen(db);
  const addToInbox = db.prepare(
    'INSERT INTO inbox (at, route, sender, recipient, text) VALUES (:at, :route, :sender, :recipient, :text)',
  );
  const lately = db
    .prepare<[string, string], string>(
      steady(`SELECT text FROM inbox WHERE sender = ? AND route = ? ORDER BY id DESC LIMIT ${LOOKED_AT}`),
    )
    .pluck();
  const keepPart = db.prepare(`
    INSERT INTO inbox_parts (route, sender, reference, total, part, at, recipient, text)
    VALUES (:route, :sender, :reference, :total, :part, :at, :recipient, :text)
    ON CONFLICT DO NOTHING`);
  const textOfPart = db
    .prepare<[string, string, number, number, number], string>(
      `SELECT text FROM inbox_parts WHERE ${KEY} AND part = ?`,
    )
    .pluck();
  const parts = db.prepare<Key, Stored>(
    steady(`SELECT part, at, recipient, text FROM inbox_parts WHERE ${KEY} ORDER BY part`),
  );
  const dropParts = db.prepare(`DELETE FROM inbox_parts WHERE ${KEY}`);
  const progressOf = db.prepare<Key, SetProgress>(`SELECT parts, last_at FROM inbox_sets WHERE ${KEY}`);
  const overdue = db.prepare<[number, number], PartSet>(
    steady(`SELECT ${KEYS} FROM inbox_sets WHERE last_at < ? ORDER BY last_at, ${KEYS} LIMIT ?`),
  );
  // Parts that came while the clock was ahead would wait until that time.
  const fromAhead = db.prepare<[number, number], PartSet>(
    steady(`SELECT ${KEYS} FROM inbox_sets WHERE last_at > ? ORDER BY last_at, ${KEYS} LIMIT ?`),
  );
  const oldestOfRoute = db.prepare<[string], PartSet>(
    steady(`SELECT ${KEYS} FROM inbox_sets WHERE route = ? ORDER BY last_at, ${KEYS} LIMIT 1`),
  );
  // Reads at most as many messages as the limit allows: a sender has more incomplete messages only if the limit was
  // lowered.
  const ofSender = db.prepare<[string, string, number], PartSet & SetProgress>(
    steady(`
    SELECT ${KEYS}, parts, last_at FROM inbox_sets WHERE route = ? AND sender = ? ORDER BY ${KEYS} LIMIT ?`),
  );

  const partsOf = (set: PartSet): readonly Stored[] =>
    parts.all(...keyOf(set)).map((one) => ({ ...one, text: JSON.parse(one.text) as string }));

  /** Puts a message into the inbox, whole or as far as it came. Its event is told once it is handled. */
  const deliver = (at: number, { route, from, to, text }: FromPhone): void => {
    addToInbox.run({ at, route, sender: from, recipient: to, text });
  };

  /** A copy is kept aside, where it can be read: nothing that a phone may have sent is thrown away. */
  const deliverOnce = (message: RouteInbound, at: number): void => {
    const { route, from, to, text } = message;
    if (isSentAgain(message, at)) setAside(message, SENT_AGAIN, at);
    else deliver(at, { route, from, to: to ?? null, text });
  };

  /**
   * Puts the parts that came into the inbox, and forgets them. If the inbox shows all of them already, they repeat
   * parts of a message that was complete, and are only forgotten.
   */
  const showIncomplete = (set: PartSet): void => {
    const { route, sender, total } = set;
    const stored = partsOf(set);
    const [first] = stored;
    const shown = lately.all(sender, route);
    const isShown = ({ text }: Stored): boolean => {
      const whole = text.replaceAll(HALVES, '');
      return shown.some((one) => one.includes(whole));
    };
    if (first !== undefined && !stored.every(isShown)) {
      const texts = Array.from({ length: total }, (_, index) =>
        stored.find(({ part }) => part === index + 1),
      ).map((one) => one?.text ?? GAP);
      const text = texts.filter((one, index) => one !== GAP || texts[index - 1] !== GAP).join('');
      deliver(first.at, { route, from: sender, to: first.recipient, text });
    }
    dropParts.run(...keyOf(set));
  };

  /**
   * To be called before another long message begins. If a limit is reached, makes room: the inbox then shows the oldest
   * incomplete message of the sender, or of the route. Returns whether it had to.
   */
  const makeRoom = ({ route, sender }: PartSet): boolean => {
    const { incomplete, incompletePerSender } = limitsOfRoute(limits, route);
    const own = ofSender.all(route, sender, incompletePerSender);
    const oldest =
      own.length >= incompletePerSender
        ? own.reduce((a, b) => (b.last_at < a.last_at ? b : a))
        : counts.ofRoute(route) >= incomplete
          ? oldestOfRoute.get(route)
          : undefined;
    if (oldest === undefined) return false;
    showIncomplete(oldest);
    return true;
  };

  const receivePart = (
    message: RouteInbound & { readonly concat: NonNullable<RouteInbound['concat']> },
    at: number,
  ): Received => {
    const { route, from, to, text, concat } = message;
    const { reference, total, part } = concat;
    const set: PartSet = { route, sender: from, reference, total };
    const json = JSON.stringify(text);
    let before = progressOf.get(...keyOf(set));
    const inPlace = before && textOfPart.get(...keyOf(set), part);
    // Concatenation references come again: another text for the same part, or a part that comes more than
    // `incompleteForMs` after the last one, belongs to another message.
    const isOther =
      before !== undefined &&
      (before.last_at < at - limits.incompleteForMs || (inPlace !== undefined && inPlace !== json));
    if (isOther) {
      showIncomplete(set);
      before = undefined;
    }
    const crowded = before === undefined && makeRoom(set);
    const recipient = to ?? null;
    keepPart.run({ ...set, part, at, recipient, text: json });
    if ((progressOf.get(...keyOf(set))?.parts ?? 0) === total) {
      const whole = partsOf(set)
        .map((one) => one.text)
        .join('');
      deliverOnce({ ...message, text: whole }, at);
      dropParts.run(...keyOf(set));
    }
    return { crowded };
  };

  return {
    inbound: (message: RouteInbound, at: number): Received => {
      const { concat, aside } = message;
      if (!isNew(message, at)) return { crowded: false };
      if (aside !== undefined) {
        setAside(message, aside, at);
        return { crowded: false };
      }
      if (concat !== undefined && concat.total > 1) return receivePart({ ...message, concat }, at);
      deliverOnce(message, at);
      return { crowded: false };
    },
    /**
     * Puts long messages that have waited too long for their missing parts into the inbox, at most `limit`; returns how
     * many.
     * @param isClockRight false: it may be behind, as after the start of a machine without a battery for its clock
     */
    showOverdue: (nowMs: number, limit: number, isClockRight: boolean): number => {
      const late = overdue.all(nowMs - limits.incompleteForMs, limit);
      const later = isClockRight ? fromAhead.all(nowMs + limits.incompleteForMs, limit - late.length) : [];
      const sets = [...late, ...later];
      for (const set of sets) showIncomplete(set);
      return sets.length;
    },
  };
};
