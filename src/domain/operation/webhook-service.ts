import type { Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { AuditActor } from './audit.ts';
import type { Delivery, DeliveryState, Webhook, WebhookChange, WebhookDefinition } from './webhook.ts';

export interface WebhookFault {
  readonly path: 'url' | 'events';
  readonly message: string;
}

/** Manages webhooks, for an admin. */
export interface WebhookService {
  /** What is wrong with a definition. */
  faultsOf(definition: Pick<WebhookDefinition, 'url' | 'events'>): readonly WebhookFault[];
  /** Resolves with the secret too, which cannot be read again later. */
  create(
    definition: WebhookDefinition,
    by: AuditActor,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }>;
  get(id: number): Promise<Webhook | undefined>;
  /** Oldest first. */
  list(page: Page): Promise<Paged<Webhook>>;
  /** @param version the version to replace; undefined: the current one */
  replace(
    id: number,
    definition: WebhookDefinition,
    version: number | undefined,
    by: AuditActor,
  ): Promise<WebhookChange>;
  /** Deletes the webhook with all its deliveries. */
  remove(id: number, version: number | undefined, by: AuditActor): Promise<Removal>;
  /** Sends a test event to this webhook only; undefined if it doesn't exist. */
  test(id: number): Promise<Delivery | undefined>;
  delivery(webhook: number, id: number): Promise<Delivery | undefined>;
  /** Newest first. */
  deliveries(webhook: number, state: DeliveryState | undefined, page: Page): Promise<Paged<Delivery>>;
  /**
   * Delivers an event once more, with tries for another day; undefined if the delivery doesn't exist. A delivery that
   * is waiting stays as it is.
   */
  replay(webhook: number, id: number): Promise<Delivery | undefined>;
}
