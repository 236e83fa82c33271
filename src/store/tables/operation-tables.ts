import type { Generated } from 'kysely';

/**
 * Alarms, and what is known of the machine and its modems. `src/store/schema/operation` describes the columns.
 * Times are in ms since the epoch.
 */
export interface OperationTables {
  alarms: AlarmsTable;
  last_run: { id: number; started_at: number; stopped_at: number | null };
  nodes: NodesTable;
  node_shares: NodeSharesTable;
  node_news: { id: Generated<number>; node: number; news: string };
  modem_signal: {
    imei: string;
    at: number;
    dbm: number | null;
    lowest_dbm: number | null;
    rsrp: number | null;
    rsrq: number | null;
  };
}

export interface NodesTable {
  number: number;
  name: string;
  run: number;
  beat: number;
  heard: number;
  leads: number;
  url: string | null;
  certificate: string | null;
  key: string | null;
  status: string | null;
}

export interface NodeSharesTable {
  route: string;
  node: number;
  share: number;
  demand: number;
  usable: number;
}

export interface AlarmsTable {
  id: string;
  serial: number;
  kind: string;
  subject: string | null;
  name: string | null;
  severity: string;
  reason: string | null;
  since: number;
  raised_at: number;
  times: number;
  changed_at: number;
  ended_at: number | null;
  acknowledged: string | null;
  silence: string | null;
  told_at: string;
  tellings: number;
}
