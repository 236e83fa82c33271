import { type State, stateCode } from '../../../domain/messages/state.ts';

/** The partial index of these states has this condition, and SQLite uses it only where the condition is spelt out. */
const FIRST_TROUBLED = stateCode('undelivered');

/**
 * SQL for the ids of the newest messages in some states, as rows of `message_id`: so many of each state, from the index
 * of the state.
 */
export const newestIn = (states: readonly State[], most: string): string =>
  states
    .map((state) => {
      const code = stateCode(state);
      const spelt = code < FIRST_TROUBLED ? '' : ` AND state >= ${FIRST_TROUBLED}`;
      return `SELECT id AS message_id FROM (
        SELECT id FROM messages WHERE state = ${code}${spelt} ORDER BY id DESC LIMIT ${most})`;
    })
    .join(' UNION ');
