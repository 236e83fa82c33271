import type { HappeningRepository, WebhookRepository } from '../../domain/operation/webhook.ts';
import {
  addDelivery,
  askedByWebhooks,
  disableWebhook,
  getDelivery,
  getWebhook,
  listDeliveries,
  listWebhooks,
  nextDelivery,
  replayDelivery,
} from '../queries/operation/webhooks.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

interface Channels {
  readonly db: Queries;
  readonly writer: Channel;
  readonly reader: Channel;
}

/** The repositories of webhooks and of the events (happenings) that they are told. */
export const notifyRepositories = ({
  db,
  writer,
  reader,
}: Channels): WebhookRepository & HappeningRepository => ({
  createWebhook: async (definition, secret, note) => {
    const id = await writer.call('createWebhook', definition, secret, note);
    // It is not read again: somebody may have removed it already, and it was made all the same.
    const { name, url, events, enabled } = definition;
    const fresh = { disabledReason: undefined, createdAt: note.at, version: 1, waiting: 0, skipped: 0 };
    return { id, name, url, events, enabled, ...fresh };
  },
  getWebhook: (id) => getWebhook(db, id),
  listWebhooks: (page) => listWebhooks(db, page),
  replaceWebhook: async (id, definition, version, note) => {
    const kind = await writer.call('replaceWebhook', id, definition, version, note);
    if (kind !== 'done') return { kind };
    const value = await getWebhook(db, id);
    return value === undefined ? { kind: 'unknown' } : { kind, value };
  },
  removeWebhook: (id, version, note) => writer.call('removeWebhook', id, version, note),
  disableWebhook: (id, reason) => disableWebhook(db, id, reason),
  addDelivery: (webhook, event) => addDelivery(db, webhook, event),
  getDelivery: (webhook, id) => getDelivery(db, webhook, id),
  listDeliveries: (webhook, state, page) => listDeliveries(db, webhook, state, page),
  replayDelivery: (webhook, id, nowMs) => replayDelivery(db, webhook, id, nowMs),
  dueDeliveries: (nowMs, ofEach) => reader.call('dueDeliveries', nowMs, ofEach),
  nextDelivery: (afterMs) => nextDelivery(db, afterMs),
  keepAttempts: (attempts) => writer.call('keepAttempts', attempts),
  giveUpDeliveries: (sinceMs, nowMs) => writer.call('giveUpDeliveries', sinceMs, nowMs),

  addHappening: (event) => writer.call('addHappening', event),
  takeHappenings: (limit) => writer.call('takeHappenings', limit),
  followMessages: (types) => writer.call('followMessages', types),
  askedByWebhooks: () => askedByWebhooks(db),
});
