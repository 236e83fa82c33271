import type { TocsinEvent } from '../../../domain/operation/events.ts';
import type { Db } from '../../db.ts';

// A phone may send half of a surrogate pair, which JSON can escape but many readers of JSON refuse. The half is
// replaced by U+FFFD, as in the inbox.
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** Stores an event for those who ask for it, in one commit with its cause: a crash leaves both or neither. */
export const prepareTell = (db: Db) => {
  const add = db.prepare('INSERT INTO happenings (at, type, data) VALUES (?, ?, ?)');
  return ({ at, type, data }: TocsinEvent): void => {
    add.run(at, type, JSON.stringify(data, wellFormed));
  };
};
