import type { Wave } from '../../../domain/alerts/alert.ts';
import type { ChunkStored, WaveChunk, WaveMessage } from '../../../domain/alerts/alert-repository.ts';
import { hasPeopleLeft, stepWave, type WaveTarget } from '../../../domain/alerts/wave-state.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import { priorityOf } from '../../../domain/messages/priority.ts';
import type { ClassCount } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { type WaveStateRow, waveStateOfRow } from '../../rows/wave-rows.ts';
import { prepareWithdrawOptedOut } from '../people/withdraw-opted-out.ts';
import { messageColumns } from '../queue/enqueue.ts';
import { prepareLateInBlocks } from '../queue/number-blocks.ts';
import { prepareRowInsert } from '../row-insert.ts';
import { steady } from '../steady.ts';
import { prepareFreeToSend } from './free-to-send.ts';
import { Classes, prepareTakeBack } from './take-back.ts';
import { prepareWaveState } from './wave-state.ts';

const BARRED = { optedOut: 'has opted out', noConsent: 'has not agreed to be written to' } as const;
const WITHDRAWN_AT_ONCE = 1000;

type NewRow = WaveMessage & Pick<WaveChunk, 'alert' | 'wave'>;

const ofMessage = Object.fromEntries(
  Object.entries(messageColumns).map(([name, ofOne]) => [name, ({ message }: NewRow) => ofOne(message)]),
);

/**
 * Stores the messages of a wave, chunk by chunk. The people of a chunk, their messages and the cursor of the wave are
 * written in one commit: a gateway that was killed goes on after the last person who has a message, and nobody gets two
 * messages.
 */
export const prepareAlertChunks = (db: Db) => {
  const { ofWave, takeBack, overtake } = prepareTakeBack(db);
  const { barredFrom } = prepareWithdrawOptedOut(db);
  const waveOf = db.prepare<
    [number, number],
    WaveStateRow & {
      readonly version: number;
      readonly cursor: string;
      readonly target: WaveTarget;
      readonly short: number;
    }
  >(
    steady(`
    SELECT a.version, w.cursor, w.target, w.short, w.done, w.cut, w.swept, w.undecided, w.overtaking FROM alert_waves w JOIN alerts a ON a.id = w.alert_id
    WHERE w.alert_id = ? AND w.wave = ?`),
  );
  const addRecipient = prepareRowInsert<NewRow>(db, 'alert_recipients', {
    alert_id: ({ alert }) => alert,
    number: ({ message }) => message.to,
    wave: ({ wave }) => wave,
    contact_id: ({ contactId }) => contactId ?? null,
    message_id: ({ message }) => message.id,
    language: ({ language }) => language ?? null,
  });
  const addMessage = prepareRowInsert<NewRow>(db, 'messages', {
    ...ofMessage,
    state: ({ state }) => stateCode(state),
    final_at: ({ state, message }) => (state === 'queued' ? null : message.createdAt),
    reason: ({ reason }) => reason ?? null,
    alert: ({ alert }) => alert,
    wave: ({ wave }) => wave,
    short: ({ short }) => (short ? 1 : 0),
  });
  const addLate = prepareLateInBlocks(db);
  const advance = db.prepare(`
    UPDATE alert_waves SET cursor = ?, recipients = recipients + ? WHERE alert_id = ? AND wave = ?`);
  const setState = prepareWaveState(db);
  const freeToSend = prepareFreeToSend(db);
  // Reads the index of sending messages, of which there are few, whatever the size of the alert. The index of the alert
  // has every message that the alert ever had.
  const isWithRoute = db.prepare<[number, number], unknown>(
    steady(`
    SELECT 1 FROM messages INDEXED BY messages_sending
    WHERE state = ${stateCode('sending')} AND alert = ? AND wave = ? LIMIT 1`),
  );

  // One statement for all people of a chunk: on a database over a wire, a statement for each takes most of the time.
  const AMONG = 'number IN (SELECT value FROM json_each(?))';
  const contactsAmong = db
    .prepare<[string], string>(steady(`SELECT number FROM contacts WHERE ${AMONG}`))
    .pluck();
  const writtenTo = db.prepare<[number, string], { number: string; wave: number }>(
    steady(`SELECT number, wave FROM alert_recipients WHERE alert_id = ? AND ${AMONG}`),
  );

  /** What is stored of the people of a chunk. */
  const known = ({ alert, wave, people }: WaveChunk, target: string) => {
    const asked = JSON.stringify(people.map(({ message }) => message.to));
    const contacts = new Set(contactsAmong.all(asked));
    const recipients = writtenTo.all(alert, asked);
    const ever = new Set(recipients.map(({ number }) => number));
    const inWave = new Set(recipients.filter((one) => one.wave === wave).map(({ number }) => number));
    return {
      /** Those who have a message of this wave. */
      inWave,
      /**
       * Whether the person was erased, or was deleted from the contacts and never written to, after the audience was
       * read: a message would then store the number again. A number that the audience names itself need not have a
       * contact.
       */
      isGone: ({ contactId, message: { to } }: WaveMessage): boolean =>
        (contactId !== undefined || target !== 'audience') && !contacts.has(to) && !ever.has(to),
    };
  };

  const sweep = (one: Pick<Wave, 'alert' | 'wave'>): void => {
    const now = waveOf.get(one.alert, one.wave);
    if (now === undefined || isWithRoute.get(one.alert, one.wave) !== undefined) return;
    const before = waveStateOfRow(now);
    const { state } = stepWave(before, { kind: 'swept' }, now.target);
    if (state !== before) setState(one, state);
  };

  return {
    storeChunk(chunk: WaveChunk): ChunkStored {
      const { alert, wave } = chunk;
      const now = waveOf.get(alert, wave);
      if (now === undefined || !hasPeopleLeft(waveStateOfRow(now))) return { kind: 'stale' };
      if (now.version !== chunk.version || now.cursor !== chunk.before) return { kind: 'stale' };
      if (now.short === 1 && !chunk.short) return { kind: 'stale' };
      const queued = new Classes();
      const ended = new Classes();
      const stored: NewMessage[] = [];
      const { inWave, isGone } = known(chunk, now.target);
      const barredBy = barredFrom(
        alert,
        chunk.people.map(({ message }) => message.to),
      );
      for (const person of chunk.people) {
        if (isGone(person)) continue;
        const { instead, message } = person;
        // The person's message of an earlier wave is no longer queued, since a route has it or the person has opted
        // out. What becomes of that message decides later whether the person gets one of this wave.
        if (instead !== undefined && !overtake(instead, message.createdAt, ended)) continue;
        // The person may have opted out or refused after the audience was read, and before this commit.
        const why = person.state === 'queued' ? barredBy(message.to) : undefined;
        const one =
          why === undefined ? person : { ...person, state: 'suppressed' as const, reason: BARRED[why] };
        if (inWave.has(message.to)) continue;
        inWave.add(message.to);
        const row = { ...one, alert, wave };
        addRecipient(row);
        addMessage(row);
        stored.push(message);
        if (one.state === 'queued') queued.add(message.lane, message.priority);
      }
      addLate(stored);
      advance.run(chunk.after, stored.length, alert, wave);
      setState(chunk, chunk.state);
      const hasOvertaken = waveStateOfRow(now).kind === 'overtaking' && chunk.state.kind !== 'overtaking';
      const freed = hasOvertaken ? freeToSend(alert) : [];
      return { kind: 'stored', queued: queued.list(), ended: ended.list(), freed };
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
        const rows = left === 0 ? [] : ofWave.all(lane, alert, wave, left);
        left -= rows.length;
        for (const row of rows) {
          takeBack(row, reason, nowMs);
          classes.add(lane, priorityOf(row.priority));
        }
      }
      // A message that a route has may still come back into the queue, so `sweep` does nothing while a route has a
      // message of the wave.
      if (left > 0) sweep({ alert, wave });
      return { ended: classes.list(), more: left === 0 };
    },
  };
};
