import type { Generated } from 'kysely';
import type { NamedTable } from './named-table.ts';

/**
 * Drills, their runs, and what each run measured. `src/store/schema/operation/drills.ts` describes the columns.
 * Times are in ms since the epoch.
 */
export interface DrillTables {
  drills: NamedTable;
  drill_times: { drill_id: number; planned_until: number };
  drill_runs: DrillRunsTable;
  drill_targets: DrillTargetsTable;
}

export interface DrillRunsTable {
  id: Generated<number>;
  drill_id: number;
  name: string;
  planned_at: number | null;
  started_by: string | null;
  started_by_id: string | null;
  started_at: number;
  within_ms: number;
  until: string;
  interrupted: Generated<number>;
  result: string;
  reason: string | null;
  finished_at: number | null;
  routes: Generated<string>;
}

interface DrillTargetsTable {
  run_id: number;
  route: string;
  number: string;
  message_id: number | null;
  accepted_at: number | null;
  sent_at: number | null;
  delivered_at: number | null;
  outcome: string;
  reason: string | null;
  heard: string | null;
}
