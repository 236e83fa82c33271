import type { TocsinEvent } from '../../../../domain/operation/events.ts';
import type { Db } from '../../open.ts';

// A phone may send half a surrogate pair. JSON can spell it, many who read JSON can't: they get what the inbox shows.
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** Keeps an event for whoever asks for it, in one commit with what it tells: a crash leaves both or neither. */
export const prepareTell = (db: Db) => {
  const add = db.prepare('INSERT INTO happenings (at, type, data) VALUES (?, ?, ?)');
  return ({ at, type, data }: TocsinEvent): void => {
    add.run(at, type, JSON.stringify(data, wellFormed));
  };
};
