import type { WebhookDefinition } from '../../../src/domain/operation/webhook.ts';

export const admin = { id: 'admin', name: 'the admin' };

export const hook = (own: Partial<WebhookDefinition> = {}): WebhookDefinition => ({
  name: 'town hall',
  url: 'https://example.org/hook',
  events: ['alert', 'route', 'answer', 'optout', 'inbox'],
  enabled: true,
  ...own,
});

export const noted = (action: string) => ({ at: 0, actor: admin, action, detail: {} });
