import type { Generated } from 'kysely';

export interface MessagesTable {
  id: number;
  recipient: string;
  sender: string | null;
  text: string;
  state: number;
  priority: number;
  lane: number;
  encoding: number;
  flash: number;
  parts: number;
  created_at: number;
  due_at: number;
  valid_until: number;
  on_uncertain: number;
  possible_duplicate: number;
  attempt: number;
  route: string | null;
  claimed_at: number | null;
  node: number;
  avoid_route: string | null;
  avoid_until: number | null;
  concat_reference: number | null;
  short: number;
  reserved_for: string | null;
  reserved_until: number | null;
  rest: string | null;
  sent_at: number | null;
  final_at: number | null;
  reason: string | null;
  reference: string | null;
  only_routes: string | null;
  owner: string;
  alert: number | null;
  wave: number | null;
  carrier: string | null;
  carrier_ref: string | null;
  receipt_state: number | null;
  receipt_at: number | null;
  receipt_reason: string | null;
  receipt_evidence: string | null;
}

export interface PartsTable {
  message_id: number;
  attempt: number;
  part: number;
  route: string;
  carrier: string;
  carrier_ref: string;
  accepted_at: number;
  receipt_state: number | null;
  receipt_at: number | null;
  receipt_reason: string | null;
  receipt_evidence: string | null;
}

export interface EventsTable {
  id: Generated<number>;
  message_id: number;
  at: number;
  from_state: number;
  to_state: number;
  attempt: number;
  route: string | null;
  part: number | null;
  reason: string | null;
  evidence: string | null;
}
