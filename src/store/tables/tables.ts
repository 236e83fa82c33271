import type { Generated, Kysely } from 'kysely';
import type { AccessTables } from './access-tables.ts';
import type {
  AlertLogTable,
  AlertRecipientsTable,
  AlertsTable,
  AlertTestTables,
  AlertWavesTable,
} from './alert-tables.ts';
import type { ApprovalTables } from './approval-tables.ts';
import type { BinTable } from './bin-table.ts';
import type { CaseTables } from './case-tables.ts';
import type { DrillTables } from './drill-tables.ts';
import type { DutyTables } from './duty-tables.ts';
import type { EarTables } from './ear-tables.ts';
import type { InboxTable, SetAsideTable } from './inbox-tables.ts';
import type { EventsTable, MessagesTable, PartsTable } from './message-tables.ts';
import type { NamedTable } from './named-table.ts';
import type { OperationTables } from './operation-tables.ts';
import type { OptInTables } from './opt-in-tables.ts';
import type { TriggerTables } from './trigger-tables.ts';
import type { DeliveriesTable, WebhooksTable } from './webhook-tables.ts';

/**
 * The tables as kysely sees them. The migrations (`src/store/schema/migrations.ts`) say what each table is for. Times
 * are in ms since the epoch.
 */
export interface Tables
  extends AccessTables,
    TriggerTables,
    DrillTables,
    DutyTables,
    EarTables,
    OperationTables,
    CaseTables,
    OptInTables,
    ApprovalTables,
    AlertTestTables {
  messages: MessagesTable;
  message_blocks: { until_id: number };
  messages_to: { until_id: number; recipient: string; message_id: number };
  parts: PartsTable;
  all_parts: PartsTable;
  events: EventsTable;
  unmatched_receipts: UnmatchedReceiptsTable;
  idempotency: { owner: string; key: string; created_at: number };
  lanes: { lane: Generated<number>; key: string };
  inbox: InboxTable;
  set_aside: SetAsideTable;
  route_settings: { route: string; enabled: number };
  route_days: { route: string; day: number; parts: number };
  sims_aside: { iccid: string; reason: string; until: number };
  alerts: AlertsTable;
  alert_waves: AlertWavesTable;
  alert_recipients: AlertRecipientsTable;
  alert_log: AlertLogTable;
  sim_recipients: { iccid: string; number: string; since_at: number; last_at: number };
  sim_usage: { iccid: string; minute: number; parts: number };
  alert_answers: AlertAnswersTable;
  keywords: NamedTable;
  happenings: { id: Generated<number>; at: number; type: string; data: string };
  contacts: ContactsTable;
  lists: NamedTable;
  segments: NamedTable;
  areas: NamedTable;
  bin: BinTable;
  templates: NamedTable;
  scenarios: NamedTable;
  scenario_approvals: {
    scenario_id: number;
    version: number;
    by_id: string;
    by_name: string;
    at: number;
    meaning: string;
  };
  list_members: ListMembersTable;
  import_jobs: ImportJobsTable;
  import_chunks: { job_id: number; serial: number; data: Uint8Array };
  opt_outs: { number: string; list_id: number; source: string; evidence: string; at: number };
  idempotent_answers: IdempotentAnswersTable;
  webhooks: WebhooksTable;
  webhook_deliveries: DeliveriesTable;
  schedules: NamedTable;
  schedule_fires: {
    schedule_id: number;
    planned_at: number;
    outcome: string;
    alert: number | null;
    detail: string | null;
    at: number;
  };
  retention: {
    id: number;
    believed_at: number;
    done_until: number;
    ended_at: number | null;
    duration_ms: number | null;
    removed: string | null;
  };
  alert_reports: { alert_id: number; counted_at: number; figures: string; purged: Generated<number> };
}

interface UnmatchedReceiptsTable {
  id: Generated<number>;
  at: number;
  route: string;
  carrier: string;
  ref: string;
  recipient: string | null;
  state: number;
  reason: string | null;
  why: string;
  evidence: string;
  guessed_for: number | null;
  guessed_attempt: number | null;
}

export interface ContactsTable {
  id: Generated<number>;
  number: string;
  name: string | null;
  language: string | null;
  attributes: string;
  lat: number | null;
  lon: number | null;
  postal_code: string | null;
  source: string;
  created_at: number;
  updated_at: number;
  version: Generated<number>;
}

interface ListMembersTable {
  list_id: number;
  number: string;
  consent: string;
  consent_source: string;
  consent_at: number;
}

export interface ImportJobsTable {
  id: Generated<number>;
  state: string;
  options: string;
  octets: Generated<number>;
  records_done: Generated<number>;
  rows: Generated<number>;
  created: Generated<number>;
  updated: Generated<number>;
  unchanged: Generated<number>;
  refused: Generated<number>;
  errors: Generated<string>;
  encoding: Generated<string | null>;
  warnings: Generated<string>;
  warning_counts: Generated<string>;
  failure: string | null;
  created_at: number;
  finished_at: number | null;
}

interface IdempotentAnswersTable {
  owner: string;
  key: string;
  digest: string;
  status: number | null;
  location: string | null;
  body: string | null;
  created_at: number;
}

interface AlertAnswersTable {
  id: Generated<number>;
  alert_id: number;
  number: string;
  inbox_id: number;
  at: number;
  meaning: string;
  text: string;
  standing: number;
  rank: number;
}

export type Queries = Kysely<Tables>;
