import type { Db } from '../../db.ts';
import { prepareTransition } from './transition.ts';
import { prepareUnknownPart } from './unknown-part.ts';

/** A queued message whose validity has ended. */
export interface Overdue {
  readonly id: number;
  readonly may_be_there: number;
  readonly rest: string | null;
}

/**
 * Ends the message as `expired`, or as `uncertain` if an earlier attempt, or a part of one, may have reached the phone.
 */
export const prepareExpire = (db: Db) => {
  const { move } = prepareTransition(db);
  const unknownPart = prepareUnknownPart(db);
  return ({ id, may_be_there, rest }: Overdue, at: number): void => {
    const cause = { at, route: undefined, part: undefined, evidence: undefined };
    if (may_be_there === 0)
      move(id, 'expired', { ...cause, reason: 'its validity ended before any route took it' });
    else {
      const reason = `its validity ended before it could be sent again; ${unknownPart(id, rest)}`;
      move(id, 'uncertain', { ...cause, reason });
    }
  };
};
