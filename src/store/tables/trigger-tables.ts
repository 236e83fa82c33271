import type { Generated } from 'kysely';

interface CapMessagesTable {
  id: Generated<number>;
  sender: string;
  identifier: string;
  sent: string;
  received_at: number;
  source: string;
  document: string;
  stage: string;
  alerts: string;
  outcome: string;
}

interface LaunchCodesTable {
  id: Generated<number>;
  phone: string;
  salt: Uint8Array;
  hash: Uint8Array;
  created_at: number;
  used_at: number | null;
  used_by: string | null;
  alert: number | null;
  issued_by: string | null;
}

/** The tables of `src/triggers/`; `src/store/schema/triggers/triggers.ts` describes them. */
export interface TriggerTables {
  cap_messages: CapMessagesTable;
  cap_superseded: { sender: string; identifier: string; kind: string; superseded_by: string };
  cap_feeds: { url: string; etag: string | null; modified: string | null };
  cap_feed_entries: { url: string; entry: string; listed_at: number };
  trigger_events: { trigger_name: string; identity: string; at: number; alert: number; open: number };
  launch_codes: LaunchCodesTable;
  launch_tries: { phone: string; wrong: number; locked_until: number };
}
