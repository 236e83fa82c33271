import type { AlertDraft, AlertSource } from '../alerts/alert.ts';
import type { ScenarioApproval } from '../alerts/scenario.ts';

/** A scenario that can be launched. */
export interface ReadyScenario {
  readonly id: number;
  readonly name: string;
  /** Who approved it beforehand; undefined: nobody, and what is made of it waits. */
  readonly approvedBy: ScenarioApproval | undefined;
  /** Why the approval that it had holds no longer. */
  readonly lapsed: string | undefined;
  /** The ids of those who wrote it: none of them is a second person for what is made of it. */
  readonly authors: readonly string[];
  /** The alert with these values in it. */
  draft(values: Readonly<Record<string, string>>, source: AlertSource): AlertDraft;
}

export interface ReadyScenarios {
  /** By its id in digits, or by its name, whatever its case. */
  find(named: string): Promise<ReadyScenario | undefined>;
}
