import { formatMessageId, type MessageId } from '../../../domain/messages/message-id.ts';
import { type State, stateCode, stateOf } from '../../../domain/messages/state.ts';
import {
  asksFor,
  type EventType,
  eventTypes,
  messageEventTypes,
  type TocsinEvent,
} from '../../../domain/operation/events.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { prepareTell } from './tell.ts';

/** How many deliveries of one webhook may wait. While more wait, events of messages are skipped for this webhook. */
const MOST_WAITING = 100_000;

interface Row {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  readonly data: string;
}

interface MessageRow {
  readonly state: number;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly route: string | null;
  readonly possible_duplicate: number;
  readonly alert: number | null;
  readonly wave: number | null;
  readonly owner: string;
}

interface Asking {
  readonly id: number;
  readonly events: readonly string[];
  full: boolean;
  skipped: number;
}

const isMessageEvent = (type: string): boolean => messageEventTypes.some((one) => one === type);
const isEventType = (type: string): type is EventType => eventTypes.some((one) => one === type);

/**
 * Moves events from `happenings`, where each was stored in one commit with its cause, to the webhooks that ask for
 * them.
 */
export const prepareHappenings = (db: Db) => {
  const oldest = db.prepare<[number], Row>(
    steady('SELECT id, at, type, data FROM happenings ORDER BY id LIMIT ?'),
  );
  const forget = db.prepare('DELETE FROM happenings WHERE id <= ?');
  const enabled = db.prepare<[], { id: number; events: string }>(
    'SELECT id, events FROM webhooks WHERE enabled = 1 ORDER BY id',
  );
  const isFull = db.prepare<[number], unknown>(`
    SELECT 1 FROM webhook_deliveries WHERE webhook_id = ? AND delivered IS NULL LIMIT 1 OFFSET ${MOST_WAITING}`);
  const skip = db.prepare('UPDATE webhooks SET skipped = skipped + ? WHERE id = ?');
  const deliver = db.prepare(`
    INSERT INTO webhook_deliveries (webhook_id, type, at, data, since, due_at)
    VALUES (:webhook, :type, :at, :data, :at, :at)`);
  const message = db.prepare<[number], MessageRow>(
    'SELECT state, reason, reference, route, possible_duplicate, alert, wave, owner FROM messages WHERE id = ?',
  );

  /**
   * The data of an event about a message. Number and text are left out: a receiver that may see them can read them by
   * the id.
   */
  const messageData = (id: number): TocsinEvent['data'] => {
    const row = message.get(id);
    return {
      id: formatMessageId(id as MessageId),
      state: row === undefined ? null : stateOf(row.state),
      reason: row?.reason ?? null,
      reference: row?.reference ?? null,
      route: row?.route ?? null,
      possibleDuplicate: row?.possible_duplicate === 1,
      alert: row?.alert ?? null,
      wave: row?.wave ?? null,
    };
  };

  const asking = (): readonly Asking[] =>
    enabled.all().map(({ id, events }) => ({
      id,
      events: JSON.parse(events) as readonly string[],
      full: isFull.get(id) !== undefined,
      skipped: 0,
    }));

  const eventOf = ({ at, type, data }: Row): TocsinEvent | undefined => {
    if (!isEventType(type)) return undefined;
    const kept = JSON.parse(data) as TocsinEvent['data'];
    return { type, at, data: isMessageEvent(type) ? messageData(Number(kept['id'])) : kept };
  };

  const tell = (webhook: Asking, event: TocsinEvent): void => {
    if (!asksFor(webhook.events, event.type)) return;
    if (webhook.full && isMessageEvent(event.type)) webhook.skipped++;
    else {
      const { type, at, data } = event;
      deliver.run({ webhook: webhook.id, type, at, data: JSON.stringify(data) });
    }
  };

  /**
   * Creates the triggers that store an event when a message ends. All other events are stored by the code that causes
   * them. But a dozen statements end messages, some of them thousands at once: a trigger forgets no message, and there
   * is no trigger while nobody asks for these events. `events.ts` decides which state makes which event.
   *
   * The triggers stay in the file, so messages that end before the outbox has started make their events too. On
   * PostgreSQL they are replaced, and never dropped: that would wait for every reader of the table, such as a pg_dump,
   * and hold up all writers meanwhile.
   */
  const follow = (types: readonly EventType[]): void => {
    const isReplaced = db.isRemote === true;
    if (!isReplaced)
      db.exec('DROP TRIGGER IF EXISTS message_ended; DROP TRIGGER IF EXISTS message_ended_at_once;');
    const states = types
      .filter(isMessageEvent)
      .map((type) => stateCode(type.slice('message.'.length) as State));
    if (states.length === 0 && !isReplaced) return;
    const names = states.map((code) => `WHEN ${code} THEN 'message.${stateOf(code)}'`).join(' ');
    const type = states.length === 0 ? "''" : `CASE new.state ${names} END`;
    const isFollowed = states.length === 0 ? 'new.state < 0' : `new.state IN (${states.join(', ')})`;
    const insertHappening = `INSERT INTO happenings (at, type, data)
      VALUES (coalesce(new.final_at, new.created_at), ${type}, '{"id":' || new.id || '}');`;
    db.exec(`
      CREATE TRIGGER message_ended AFTER UPDATE OF state ON messages
      WHEN new.state <> old.state AND ${isFollowed} BEGIN ${insertHappening} END;
      CREATE TRIGGER message_ended_at_once AFTER INSERT ON messages
      WHEN ${isFollowed} BEGIN ${insertHappening} END;`);
  };

  return {
    addHappening: prepareTell(db),
    takeHappenings: (limit: number): readonly TocsinEvent[] => {
      const rows = oldest.all(limit);
      const last = rows.at(-1);
      if (last === undefined) return [];
      const webhooks = asking();
      const events = rows.map(eventOf).filter((event) => event !== undefined);
      for (const event of events) for (const webhook of webhooks) tell(webhook, event);
      for (const { id, skipped } of webhooks) if (skipped > 0) skip.run(skipped, id);
      forget.run(last.id);
      return events;
    },
    followMessages: follow,
  };
};
