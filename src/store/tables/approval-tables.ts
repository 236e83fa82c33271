import type { Generated } from 'kysely';

/** The tables of the approval clock; `src/store/schema/alerts/approval-clock.ts` describes them. */
export interface ApprovalTables {
  approval_waits: {
    id: Generated<number>;
    alert_id: number;
    subject: string;
    since: number;
    deadline: number;
    wrong: Generated<number>;
    overdue_at: number | null;
    settled_at: number | null;
  };
  approval_pages: ApprovalPagesTable;
  approval_delegations: {
    id: Generated<number>;
    from_id: string;
    from_name: string;
    to_id: string;
    to_name: string;
    since: number;
    until: number;
    created_at: number;
  };
  field_requests: { reference: string; phone: string; at: number; alert: number };
}

export interface ApprovalPagesTable {
  id: Generated<number>;
  wait_id: number;
  alert_id: number;
  step: number;
  user_id: string;
  user_name: string;
  phone: string;
  hash: string;
  at: number;
  until: number;
  code_salt: Uint8Array | null;
  code_hash: Uint8Array | null;
  message_id: number;
  wrong: Generated<number>;
  ended_at: number | null;
  ended_as: string | null;
  ended_by: string | null;
}
