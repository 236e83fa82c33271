import type { Generated } from 'kysely';

export interface InboxTable {
  id: Generated<number>;
  at: number;
  route: string;
  sender: string;
  recipient: string | null;
  text: string;
  handled_as: string | null;
  alert: number | null;
  number: string | null;
}

export interface SetAsideTable {
  id: Generated<number>;
  at: number;
  route: string;
  sender: string;
  reason: string;
  evidence: string;
}
