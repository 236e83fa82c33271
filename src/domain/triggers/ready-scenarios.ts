import type { AlertDraft, AlertSource } from '../alerts/alert.ts';
import type { ScenarioApproval } from '../alerts/scenario.ts';

/** A scenario that triggers can launch. */
export interface ReadyScenario {
  readonly id: number;
  readonly name: string;
  /** The approval given in advance; undefined if there is none, and then alerts made of it wait for an operator. */
  readonly approvedBy: ScenarioApproval | undefined;
  /** Why an earlier approval is no longer valid; undefined if no approval has lost its validity. */
  readonly lapsed: string | undefined;
  /** Ids of the persons who wrote it: none of them can be the second person who approves its alerts. */
  readonly authors: readonly string[];
  /** The places of its texts that need a value, in the order of the texts. */
  readonly needs: readonly string[];
  /** Why these values can't stand in its texts, in words; undefined: they can. */
  whyUnfit(values: Readonly<Record<string, string>>): string | undefined;
  /** Makes the draft with these values filled in. */
  draft(values: Readonly<Record<string, string>>, source: AlertSource): AlertDraft;
  /** Why its approval doesn't cover an alert with these values; undefined: it does. */
  outside(values: Readonly<Record<string, string>>): string | undefined;
}

export interface ReadyScenarios {
  /** Finds a scenario by its id in digits, or by its name, ignoring case. */
  find(named: string): Promise<ReadyScenario | undefined>;
  /** The names of all scenarios. */
  names(): Promise<readonly string[]>;
}
