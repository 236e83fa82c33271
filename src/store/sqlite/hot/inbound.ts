import type { RouteInbound } from '../../../domain/route.ts';
import type { Db } from '../open.ts';

interface Stored {
  readonly part: number;
  readonly text: string;
}

/** Keeps a message from a phone; parts of a long one in any order until they are all there. */
export const prepareInbound = (db: Db) => {
  const deliver = db.prepare('INSERT INTO inbox (at, route, sender, recipient, text) VALUES (?, ?, ?, ?, ?)');
  const keepPart = db.prepare(`
    INSERT OR IGNORE INTO inbox_parts (route, sender, reference, total, part, at, recipient, text)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const parts = db.prepare<[string, string, number, number], Stored>(`
    SELECT part, text FROM inbox_parts WHERE route = ? AND sender = ? AND reference = ? AND total = ? ORDER BY part`);
  const dropParts = db.prepare(
    'DELETE FROM inbox_parts WHERE route = ? AND sender = ? AND reference = ? AND total = ?',
  );
  return (message: RouteInbound, at: number): void => {
    const { route, from, to, text, concat } = message;
    if (concat === undefined || concat.total < 2) {
      deliver.run(at, route, from, to ?? null, text);
      return;
    }
    const { reference, total, part } = concat;
    keepPart.run(route, from, reference, total, part, at, to ?? null, text);
    const stored = parts.all(route, from, reference, total);
    if (stored.length < total) return;
    deliver.run(at, route, from, to ?? null, stored.map((one) => one.text).join(''));
    dropParts.run(route, from, reference, total);
  };
};
