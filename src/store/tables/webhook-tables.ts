import type { Generated } from 'kysely';

export interface WebhooksTable {
  id: Generated<number>;
  name: string;
  url: string;
  events: string;
  secret: string;
  enabled: number;
  disabled_reason: string | null;
  created_at: number;
  version: Generated<number>;
  skipped: Generated<number>;
}

export interface DeliveriesTable {
  id: Generated<number>;
  webhook_id: number;
  type: string;
  at: number;
  data: string;
  since: number;
  due_at: number;
  attempts: Generated<number>;
  outcome: string | null;
  delivered: number | null;
  finished_at: number | null;
}
