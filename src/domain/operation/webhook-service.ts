import type { Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { AuditActor } from './audit.ts';
import type { Delivery, DeliveryState, Webhook, WebhookChange, WebhookDefinition } from './webhook.ts';

export interface WebhookFault {
  readonly path: 'url' | 'events';
  readonly message: string;
}

/** Whom we tell what, as an admin handles it. */
export interface WebhookService {
  /** What is wrong with what was asked for. */
  faultsOf(definition: Pick<WebhookDefinition, 'url' | 'events'>): readonly WebhookFault[];
  /** The secret can't be had again. */
  create(
    definition: WebhookDefinition,
    by: AuditActor,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }>;
  get(id: number): Promise<Webhook | undefined>;
  /** Oldest first. */
  list(page: Page): Promise<Paged<Webhook>>;
  /** @param version the one to be replaced; undefined: whichever is there */
  replace(
    id: number,
    definition: WebhookDefinition,
    version: number | undefined,
    by: AuditActor,
  ): Promise<WebhookChange>;
  /** With all its deliveries. */
  remove(id: number, version: number | undefined, by: AuditActor): Promise<Removal>;
  /** An event for this one alone; undefined: there is no such webhook. */
  test(id: number): Promise<Delivery | undefined>;
  delivery(webhook: number, id: number): Promise<Delivery | undefined>;
  /** Newest first. */
  deliveries(webhook: number, state: DeliveryState | undefined, page: Page): Promise<Paged<Delivery>>;
  /** Once more, for another day; undefined: there is none. What waits already is tried at its time. */
  replay(webhook: number, id: number): Promise<Delivery | undefined>;
}
