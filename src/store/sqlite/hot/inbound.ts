import type { RouteInbound } from '../../../domain/route.ts';
import type { Db } from '../open.ts';

interface Stored {
  readonly part: number;
  readonly at: number;
  readonly recipient: string | null;
  readonly text: string;
}

/** What the parts of one long message have in common. */
interface PartSet {
  readonly route: string;
  readonly sender: string;
  readonly reference: number;
  readonly total: number;
}

// The rest of a long message comes within minutes, or when the phone is reachable again; references come again.
const PARTS_WAIT_MS = 86_400_000;
// What a modem could not delete is swept again within minutes of its return.
const SEEN_MS = 30 * 86_400_000;
/** Stands for parts that never came. */
const GAP = '[…]';

/** Half a surrogate pair: no text by itself, so what a phone cut there is nowhere in the text that was joined. */
const HALVES = /^\p{Surrogate}|\p{Surrogate}$/gu;

/** Keeps a message from a phone; parts of a long one in any order until they are all there. */
export const prepareInbound = (db: Db) => {
  const see = db.prepare('INSERT OR IGNORE INTO inbound_seen (route, fingerprint, at) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM inbound_seen WHERE at < ?');
  const deliver = db.prepare('INSERT INTO inbox (at, route, sender, recipient, text) VALUES (?, ?, ?, ?, ?)');
  const isShown = db.prepare<[string, string, string], unknown>(
    'SELECT 1 FROM inbox WHERE route = ? AND sender = ? AND instr(text, ?) > 0 LIMIT 1',
  );
  const keepPart = db.prepare(`
    INSERT OR IGNORE INTO inbox_parts (route, sender, reference, total, part, at, recipient, text)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const parts = db.prepare<[string, string, number, number], Stored>(`
    SELECT part, at, recipient, text FROM inbox_parts
    WHERE route = ? AND sender = ? AND reference = ? AND total = ? ORDER BY part`);
  const dropParts = db.prepare(
    'DELETE FROM inbox_parts WHERE route = ? AND sender = ? AND reference = ? AND total = ?',
  );
  const overdue = db.prepare<[number], PartSet>(`
    SELECT route, sender, reference, total FROM inbox_parts
    GROUP BY route, sender, reference, total HAVING max(at) < ?`);

  const partsOf = ({ route, sender, reference, total }: PartSet): readonly Stored[] =>
    parts
      .all(route, sender, reference, total)
      .map((one) => ({ ...one, text: JSON.parse(one.text) as string }));

  const isInInbox = ({ route, sender }: PartSet, text: string): boolean =>
    isShown.get(route, sender, text.replaceAll(HALVES, '')) !== undefined;

  /** As far as it came. What the inbox shows already is the repetition of a part whose message was whole. */
  const showIncomplete = (set: PartSet): void => {
    const { route, sender, reference, total } = set;
    const stored = partsOf(set);
    const [first] = stored;
    if (first !== undefined && !stored.every(({ text }) => isInInbox(set, text))) {
      const texts = Array.from({ length: total }, (_, index) =>
        stored.find(({ part }) => part === index + 1),
      ).map((one) => one?.text ?? GAP);
      const text = texts.filter((one, index) => one !== GAP || texts[index - 1] !== GAP).join('');
      deliver.run(first.at, route, sender, first.recipient, text);
    }
    dropParts.run(route, sender, reference, total);
  };

  return (message: RouteInbound, at: number): void => {
    const { route, from, to, text, concat, fingerprint } = message;
    forget.run(at - SEEN_MS);
    if (fingerprint !== undefined && see.run(route, fingerprint, at).changes === 0) return;
    for (const set of overdue.all(at - PARTS_WAIT_MS)) showIncomplete(set);
    if (concat === undefined || concat.total < 2) {
      deliver.run(at, route, from, to ?? null, text);
      return;
    }
    const { reference, total, part } = concat;
    const set: PartSet = { route, sender: from, reference, total };
    // Another text in the same place is of another message that has the reference now.
    if (partsOf(set).some((one) => one.part === part && one.text !== text)) showIncomplete(set);
    keepPart.run(route, from, reference, total, part, at, to ?? null, JSON.stringify(text));
    const stored = partsOf(set);
    if (stored.length < total) return;
    deliver.run(at, route, from, to ?? null, stored.map((one) => one.text).join(''));
    dropParts.run(route, from, reference, total);
  };
};
