import type { Config } from '../config/schema.ts';
import { GATEWAY } from '../domain/operation/audit.ts';
import type { Events } from '../domain/operation/events.ts';
import type { WebhookService } from '../domain/operation/webhook-service.ts';
import type { RoutesControl } from '../domain/routes/routes-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { publicLookup } from '../notify/address.ts';
import { AlertWatch, type WatchedAlerts } from '../notify/alert-watch.ts';
import { Deliverer } from '../notify/deliverer.ts';
import { EventHub } from '../notify/event-hub.ts';
import { Outbox } from '../notify/outbox.ts';
import { createPoster } from '../notify/post.ts';
import { RouteWatch } from '../notify/route-watch.ts';
import { Webhooks } from '../notify/webhooks.ts';
import { auditOf } from '../ops/audit.ts';
import type { Store } from '../store/store.ts';
import type { Machine } from './machine.ts';
import type { Traced } from './traces.ts';

export interface NotifyAround {
  readonly store: Store;
  readonly traced: Pick<Traced, 'post'>;
  readonly routes: Pick<RoutesControl, 'list'>;
  readonly alerts: () => WatchedAlerts;
  readonly machine: Pick<Machine, 'random'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Notify extends Events {
  readonly hub: EventHub;
  readonly webhooks: WebhookService;
  /** To be called when an event was committed and is to be published. */
  wake(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Publishes events to event streams and webhooks. */
export const composeNotify = (
  config: Config,
  { store, traced, routes, alerts, machine, clock, log }: NotifyAround,
): Notify => {
  const { allowPrivate } = config.webhooks;
  const poster = createPoster({ clock, publicLookup: allowPrivate ? undefined : publicLookup() });
  const hub = new EventHub(clock.now().toString(36), () => void outbox.refresh());
  const outbox = new Outbox({
    repository: store,
    tell: (event) => {
      if (event.type === 'case.opened')
        log.warn(
          { case: event.data['case'], alert: event.data['alert'], inbox: event.data['inboxId'] },
          'somebody calls for help',
        );
      hub.tell(event);
    },
    askedByOnlookers: () => hub.asked,
    deliver: () => deliverer.wake(),
    clock,
    log,
  });
  const gone = async (webhook: number): Promise<void> => {
    const reason = 'it answered 410 (gone)';
    if (!(await store.disableWebhook(webhook, reason))) return;
    log.warn({ webhook, reason }, 'a webhook was disabled');
    await auditOf(store, clock).record(GATEWAY, 'webhook.disable', `webhook:${webhook}`, { reason });
    await outbox.refresh();
    await outbox.publish('webhook.disabled', { webhook, reason });
  };
  const deliverer = new Deliverer({
    repository: store,
    post: traced.post(poster.post),
    gone,
    clock,
    log,
    random: machine.random,
  });
  const webhooks = new Webhooks({
    repository: store,
    allowPrivate,
    changed: () => outbox.refresh(),
    deliver: (webhook) => deliverer.forgive(webhook),
    clock,
  });
  const watch = new RouteWatch({
    routes,
    publish: (type, data) => outbox.publish(type, data),
    clock,
    log,
  });
  const alertWatch = new AlertWatch({
    alerts,
    asked: () => hub.asked,
    tell: (event) => hub.tell(event),
    clock,
    log,
  });
  return {
    hub,
    webhooks,
    publish: (type, data) => outbox.publish(type, data),
    wake: () => outbox.wake(),
    start: async () => {
      await outbox.start();
      deliverer.start();
      watch.start();
      alertWatch.start();
    },
    stop: async () => {
      await watch.stop();
      await alertWatch.stop();
      await outbox.stop();
      poster.close();
      await deliverer.stop();
    },
  };
};
