import type { Wave } from '../../../domain/alert.ts';
import type { ChunkStored, WaveChunk, WaveMessage } from '../../../domain/alert-book.ts';
import { type Priority, priorityCode, priorityOf } from '../../../domain/priority.ts';
import type { ClassCount } from '../../../domain/queue.ts';
import { stateCode } from '../../../domain/state.ts';
import { encodingCode, uncertaintyCode } from '../../codes.ts';
import type { Db } from '../open.ts';
import { prepareTransition } from './transition.ts';
import { prepareWithdrawOptedOut } from './withdraw-opted-out.ts';

const BARRED = { state: 'suppressed', reason: 'has opted out' } as const;
const WITHDRAWN_AT_ONCE = 1000;
const UNKNOWN_ATTEMPT = 'what became of the earlier attempt is not known';

interface Withdrawn {
  readonly id: number;
  readonly lane: number;
  readonly priority: number;
  readonly possible_duplicate: number;
}

class Classes {
  readonly #counts = new Map<string, { lane: number; priority: Priority; messages: number }>();

  add(lane: number, priority: Priority): void {
    const key = `${lane}/${priority}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { lane, priority, messages: 1 });
    else known.messages++;
  }

  list(): readonly ClassCount[] {
    return [...this.#counts.values()];
  }
}

/**
 * The going-out of a wave. People, their messages and how far the wave has come are one commit: killed anywhere, it
 * goes on behind the last person who has a message, and nobody gets two.
 */
export const prepareAlertChunks = (db: Db) => {
  const { move } = prepareTransition(db);
  const { barredFrom } = prepareWithdrawOptedOut(db);
  const standing = db.prepare<[number, number], { version: number; cursor: string; done: number }>(`
    SELECT a.version, w.cursor, w.done FROM alert_waves w JOIN alerts a ON a.id = w.alert_id
    WHERE w.alert_id = ? AND w.wave = ?`);
  const addRecipient = db.prepare(`
    INSERT OR IGNORE INTO alert_recipients (alert_id, number, wave, contact_id, message_id, language)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const addMessage = db.prepare(`
    INSERT INTO messages (id, recipient, sender, text, state, priority, lane, encoding, flash, parts, created_at, due_at,
                          valid_until, on_uncertain, reference, only_routes, owner, final_at, reason, alert, wave)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const advance = db.prepare(`
    UPDATE alert_waves SET cursor = ?, undecided = ?, done = ?, recipients = recipients + ? WHERE alert_id = ? AND wave = ?`);
  // Few are with the routes, whatever the size of the alert: its own index would walk all that it ever had.
  const sweep = db.prepare(`
    UPDATE alert_waves SET swept = 1 WHERE alert_id = :alert AND wave = :wave AND cut IS NOT NULL AND done = 1
      AND NOT EXISTS (SELECT 1 FROM messages INDEXED BY messages_sending
                      WHERE state = ${stateCode('sending')} AND alert = :alert AND wave = :wave)`);
  // The queue's index serves only a WHERE that names its own condition.
  const queued = db.prepare<[number, number, number, number], Withdrawn>(`
    SELECT id, lane, priority, possible_duplicate FROM messages
    WHERE state = ${stateCode('queued')} AND lane = ? AND alert = ? AND wave = ? LIMIT ?`);

  const store = (chunk: WaveChunk, { message, contactId, language, state, reason }: WaveMessage): boolean => {
    const { alert, wave } = chunk;
    const { changes } = addRecipient.run(
      alert,
      message.to,
      wave,
      contactId ?? null,
      message.id,
      language ?? null,
    );
    if (changes === 0) return false;
    addMessage.run(
      message.id,
      message.to,
      message.from ?? null,
      message.text,
      stateCode(state),
      priorityCode(message.priority),
      message.lane,
      encodingCode(message.encoding),
      message.flash ? 1 : 0,
      message.parts,
      message.createdAt,
      message.dueAt,
      message.validUntil,
      uncertaintyCode(message.onUncertain),
      message.reference ?? null,
      message.routes === undefined ? null : JSON.stringify(message.routes),
      message.owner,
      state === 'queued' ? null : message.createdAt,
      reason ?? null,
      alert,
      wave,
    );
    return true;
  };

  return {
    storeChunk(chunk: WaveChunk): ChunkStored {
      const { alert, wave } = chunk;
      const now = standing.get(alert, wave);
      if (now === undefined || now.done === 1) return { kind: 'stale' };
      if (now.version !== chunk.version || now.cursor !== chunk.before) return { kind: 'stale' };
      const classes = new Classes();
      let stored = 0;
      const isBarred = barredFrom(alert);
      for (const person of chunk.people) {
        // Who opted out after the audience was read, and before this commit.
        const one =
          person.state === 'queued' && isBarred(person.message.to) ? { ...person, ...BARRED } : person;
        if (!store(chunk, one)) continue;
        stored++;
        if (one.state === 'queued') classes.add(one.message.lane, one.message.priority);
      }
      advance.run(chunk.after, chunk.undecided, chunk.done ? 1 : 0, stored, alert, wave);
      return { kind: 'stored', queued: classes.list() };
    },
    withdraw(
      { alert, wave }: Pick<Wave, 'alert' | 'wave'>,
      lanes: readonly number[],
      reason: string,
      nowMs: number,
    ): { ended: readonly ClassCount[]; more: boolean } {
      const classes = new Classes();
      let left = WITHDRAWN_AT_ONCE;
      for (const lane of lanes) {
        const rows = left === 0 ? [] : queued.all(lane, alert, wave, left);
        left -= rows.length;
        for (const { id, priority, possible_duplicate } of rows) {
          const cause = { at: nowMs, route: undefined, part: undefined, evidence: undefined };
          // Of an earlier attempt nobody knows: "cancelled" would say that nothing went out.
          if (possible_duplicate === 1) {
            move(id, 'uncertain', { ...cause, reason: `${reason}; ${UNKNOWN_ATTEMPT}` });
          } else move(id, 'cancelled', { ...cause, reason });
          classes.add(lane, priorityOf(priority));
        }
      }
      // What a route has may come back into the queue.
      if (left > 0) sweep.run({ alert, wave });
      return { ended: classes.list(), more: left === 0 };
    },
  };
};
