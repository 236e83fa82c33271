import type { Generated } from 'kysely';

export interface AlertsTable {
  id: Generated<number>;
  version: Generated<number>;
  state: string;
  draft: string;
  created_at: number;
  created_by: string;
  created_name: string;
  submitted_at: number | null;
  submitted_by: string | null;
  submitted_name: string | null;
  approved_at: number | null;
  approved_by: string | null;
  approved_name: string | null;
  approved_hash: string | null;
  launched_at: number | null;
  launched_by: string | null;
  launched_name: string | null;
  launched_hash: string | null;
  launch_key: string | null;
  updated_at: number;
  finished_at: number | null;
  question_until: number | null;
  authors: Generated<string>;
  proposed_update: string | null;
  ends_at: number | null;
  end_offered_at: number | null;
  end_people: number | null;
  emptied_at: number | null;
  escalation: string | null;
  cancelled_at: number | null;
  went_out_at: number | null;
  same_scenario: string | null;
  same_texts: string | null;
  launch_on_approval: Generated<number>;
  approved_people: number | null;
  submitted_people: number | null;
}

export interface AlertWavesTable {
  alert_id: number;
  wave: number;
  kind: string;
  target: string;
  content: string;
  given: string;
  started_at: number;
  valid_until: number;
  mark: number;
  cursor: Generated<string>;
  undecided: Generated<number>;
  done: Generated<number>;
  cut: string | null;
  swept: Generated<number>;
  expected: number;
  recipients: Generated<number>;
  meaning: string | null;
  overtaking: Generated<number>;
  short: Generated<number>;
  step: number | null;
}

export interface AlertRecipientsTable {
  alert_id: number;
  number: string;
  wave: number;
  contact_id: number | null;
  message_id: number;
  language: string | null;
}

export interface AlertTestTables {
  alert_tests: {
    id: Generated<number>;
    alert_id: number;
    at: number;
    by_id: string;
    by_name: string;
    hash: string;
  };
  alert_test_messages: {
    test_id: number;
    place: number;
    number: string;
    only_route: string | null;
    language: string;
    short: number;
    message_id: number | null;
    reason: string | null;
  };
}

export interface AlertLogTable {
  id: Generated<number>;
  alert_id: number;
  at: number;
  actor: string;
  actor_name: string;
  action: string;
  detail: string | null;
}
