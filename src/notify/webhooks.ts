import type { AuditActor } from '../domain/operation/audit.ts';
import { isAskable, webhookEventTypes } from '../domain/operation/events.ts';
import type {
  Delivery,
  DeliveryState,
  Noted,
  Webhook,
  WebhookChange,
  WebhookDefinition,
  WebhookRepository,
} from '../domain/operation/webhook.ts';
import type { WebhookFault, WebhookService } from '../domain/operation/webhook-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Removal } from '../kernel/named.ts';
import type { Page, Paged } from '../kernel/page.ts';
import { isPublicAddress, literalAddress, notPublic } from './address.ts';
import { newSecret } from './signature.ts';

export interface WebhooksDeps {
  readonly repository: WebhookRepository;
  readonly allowPrivate: boolean;
  /** Called when the event types that webhooks ask for have changed. */
  readonly changed: () => Promise<void>;
  /** Called when the deliveries to this webhook are to start at once, even if it rests after failures. */
  readonly deliver: (webhook: number) => void;
  readonly clock: Clock;
}

/** Manages the webhooks. Each change takes effect at once. */
export class Webhooks implements WebhookService {
  readonly #deps: WebhooksDeps;

  constructor(deps: WebhooksDeps) {
    this.#deps = deps;
  }

  faultsOf({ url, events }: Pick<WebhookDefinition, 'url' | 'events'>): readonly WebhookFault[] {
    const fault = faultOfUrl(url, this.#deps.allowPrivate);
    return [
      ...(fault === undefined ? [] : [{ path: 'url' as const, message: fault }]),
      ...events
        .filter((asked) => !isAskable(asked, webhookEventTypes))
        .map((asked) => ({ path: 'events' as const, message: `there are no events called ${asked}` })),
    ];
  }

  async create(
    definition: WebhookDefinition,
    by: AuditActor,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    const secret = newSecret();
    const note = this.#note(by, 'webhook.create', definition);
    const webhook = await this.#deps.repository.createWebhook(definition, secret, note);
    await this.#deps.changed();
    return { webhook, secret };
  }

  get(id: number): Promise<Webhook | undefined> {
    return this.#deps.repository.getWebhook(id);
  }

  list(page: Page): Promise<Paged<Webhook>> {
    return this.#deps.repository.listWebhooks(page);
  }

  async replace(
    id: number,
    definition: WebhookDefinition,
    version: number | undefined,
    by: AuditActor,
  ): Promise<WebhookChange> {
    const note = this.#note(by, 'webhook.change', definition);
    const change = await this.#deps.repository.replaceWebhook(id, definition, version, note);
    await this.#deps.changed();
    if (change.kind === 'done') this.#deps.deliver(id);
    return change;
  }

  async remove(id: number, version: number | undefined, by: AuditActor): Promise<Removal> {
    const removal = await this.#deps.repository.removeWebhook(id, version, this.#note(by, 'webhook.remove'));
    await this.#deps.changed();
    return removal;
  }

  async test(id: number): Promise<Delivery | undefined> {
    const { repository, deliver, clock } = this.#deps;
    const event = { type: 'webhook.test', at: clock.now(), data: { webhook: id } } as const;
    const delivery = await repository.addDelivery(id, event);
    if (delivery !== undefined) deliver(id);
    return delivery;
  }

  delivery(webhook: number, id: number): Promise<Delivery | undefined> {
    return this.#deps.repository.getDelivery(webhook, id);
  }

  deliveries(webhook: number, state: DeliveryState | undefined, page: Page): Promise<Paged<Delivery>> {
    return this.#deps.repository.listDeliveries(webhook, state, page);
  }

  async replay(webhook: number, id: number): Promise<Delivery | undefined> {
    const { repository, deliver, clock } = this.#deps;
    const replayed = await repository.replayDelivery(webhook, id, clock.now());
    if (replayed === undefined) return repository.getDelivery(webhook, id);
    deliver(webhook);
    return replayed;
  }

  #note({ id, name }: AuditActor, action: string, definition?: WebhookDefinition): Noted {
    const detail =
      definition === undefined
        ? {}
        : { url: definition.url, events: definition.events, enabled: definition.enabled };
    return { at: this.#deps.clock.now(), actor: { id, name }, action, detail };
  }
}

const faultOfUrl = (text: string, allowPrivate: boolean): string | undefined => {
  // The URL parser would silently drop line ends and tabs.
  if (!/^[\x21-\x7e]+$/.test(text)) return 'holds a space, a control character or one that is not ASCII';
  const url = URL.parse(text);
  if (url === null) return 'is no URL';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowPrivate))
    return allowPrivate ? 'must be http or https' : 'must be https';
  if (url.username !== '' || url.password !== '') return 'must not hold a user or a password';
  if (url.hash !== '') return 'must not hold a fragment (#)';
  const literal = literalAddress(url.hostname);
  if (!allowPrivate && literal !== undefined && !isPublicAddress(literal)) return notPublic(literal);
  return undefined;
};
