import type { Generated } from 'kysely';

/** The tables of opt-ins by SMS, and of how many people can be reached. */
export interface OptInTables {
  undelivered_numbers: {
    number: string;
    times: number;
    permanent: number;
    alerts: string;
    last: string;
    last_at: number;
    dead: number;
  };
  held_opt_outs: {
    id: Generated<number>;
    at: number;
    route: string;
    number: string;
    lists: string;
    evidence: string;
    inbox_id: number;
    state: string;
  };
  population: { kind: string; place: string; inhabitants: number; households: number | null };
  pending_opt_ins: {
    number: string;
    list_id: number;
    text: string;
    at: number;
    route: string;
    question: string;
    code: string;
    wrong: Generated<number>;
    expires_at: number;
  };
  opt_in_proofs: {
    number: string;
    list_id: number;
    text: string;
    at: number;
    route: string;
    question: string | null;
    answer: string | null;
    answered_at: number | null;
  };
}
