import type { Generated } from 'kysely';

export interface CaseTables {
  cases: CasesTable;
  case_log: {
    id: Generated<number>;
    case_id: number;
    at: number;
    actor: string;
    actor_name: string;
    action: string;
    detail: string;
  };
  duty_pages: { at: number; case_id: number };
  case_pages: {
    id: Generated<number>;
    case_id: number;
    phone: string;
    at: number;
    until: number;
    message_id: number;
    code_salt: Uint8Array | null;
    code_hash: Uint8Array | null;
    wrong: Generated<number>;
    ended_at: number | null;
    ended_as: string | null;
    used_by: string | null;
    settled: Generated<number>;
    asked_by: string | null;
  };
  case_wrong_codes: { reference: string; case_id: number; phone: string; at: number };
}

interface CasesTable {
  id: Generated<number>;
  version: Generated<number>;
  state: string;
  number: string | null;
  alert_id: number | null;
  inbox_id: number;
  text: string;
  cries: Generated<number>;
  opened_at: number;
  waiting_since: number;
  cried_at: number;
  safe_at: number | null;
  holder_id: string | null;
  holder_name: string | null;
  taken_at: number | null;
  outcome: string | null;
  outcome_text: string | null;
  closed_at: number | null;
  pages: Generated<number>;
  paged_at: number | null;
  page_at: number | null;
  unpaged_since: number | null;
  unpaged: Generated<number>;
}
