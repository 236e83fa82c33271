import type { Change, Named, NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Bounds } from '../templates/bounds.ts';
import type { Content, Finding, Values } from '../templates/template.ts';
import type { AlertActor, AlertDraft, AlertSource, Signed } from './alert.ts';

/** An alert prepared beforehand, without what is known only at the launch, such as the place. */
export interface ScenarioPlan
  extends Omit<AlertDraft, 'title' | 'scheduledAt' | 'expiresAt' | 'source' | 'scenario'> {
  /** The title of alerts made from the scenario; undefined: the name of the scenario. */
  readonly title: string | undefined;
  /**
   * The template from which the content was copied. A change of the template doesn't change scenarios, since they were
   * approved.
   */
  readonly template: { readonly id: number; readonly version: number } | undefined;
  /** What the values that a launch gives may be; approved with the scenario. */
  readonly bounds?: Bounds | undefined;
}

/** A scenario as its author sends it: with its own content, or with that of a template as it is now. */
export interface ScenarioInput extends Omit<ScenarioPlan, 'content' | 'template'> {
  readonly content: Content | { readonly template: number };
}

export interface StoredScenario {
  readonly plan: ScenarioPlan;
  /** Ids of those who changed the scenario since its last approval. None of them may approve it. */
  readonly editors: readonly string[];
  /** What was approved last, before the changes of the editors; left out: nothing was. */
  readonly approvedBefore?: ApprovedBefore | undefined;
}

/** An earlier version that somebody approved: the next approver sees what has changed since. */
export interface ApprovedBefore extends Signed {
  /** The name that the scenario had. */
  readonly scenario: string;
  readonly plan: ScenarioPlan;
}

export interface ScenarioApproval extends Signed {
  /**
   * For each list, segment or area that the audience names, such as `segment 3`: a digest of what that group stood for
   * when the scenario was approved.
   */
  readonly meaning: Readonly<Record<string, string>>;
}

/** A scenario as stored. Whether its approval is still valid depends on what its audience stands for now. */
export interface KeptScenario extends Named<StoredScenario> {
  /** Who approved it, if the current version was approved. */
  readonly approved: ScenarioApproval | undefined;
}

/** Why an approval is not valid any more, though the scenario is unchanged. */
export type Lapse =
  /** A segment, list or area of the audience has been changed since the approval, or the approver was disabled. */
  | { readonly kind: 'changed'; readonly detail: string }
  /** A segment, list or area of the audience is deleted, so the audience is empty. */
  | { readonly kind: 'gone'; readonly detail: string; readonly missing: readonly string[] };

export interface Scenario extends Named<StoredScenario> {
  /**
   * The approval of this version; undefined if there is none, or if a group of the audience was changed or deleted
   * since.
   */
  readonly approved: ScenarioApproval | undefined;
  /** Undefined if the approval is valid, or if there is none. */
  readonly lapsed: Lapse | undefined;
}

export interface ScenarioRepository
  extends Pick<NamedRepository<StoredScenario>, 'create' | 'replace' | 'remove'> {
  get(id: number): Promise<KeptScenario | undefined>;
  list(page: Page): Promise<Paged<KeptScenario>>;
  /** False if the current version is not `version` any more. */
  approve(id: number, version: number, approval: ScenarioApproval): Promise<boolean>;
}

/** Scenarios, each with its approval if that is still valid. */
export interface Scenarios {
  get(id: number): Promise<Scenario | undefined>;
  list(page: Page): Promise<Paged<Scenario>>;
}

/** Why a scenario was not stored. */
export interface UnfitScenario {
  readonly kind: 'unfit';
  /** The content of the scenario; undefined if its template doesn't exist. */
  readonly content: Content | undefined;
  readonly findings: readonly Finding[];
  /** Routes that don't exist. */
  readonly unknownRoutes: readonly string[];
  /** What is wrong with other fields. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

type Approval =
  | { readonly kind: 'done'; readonly value: Scenario }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed' }
  /** The actor is one of the authors of the scenario, and so may not approve it. */
  | { readonly kind: 'own'; readonly detail: string }
  /** An alert made from the scenario would reach nobody. `detail` gives the reason. */
  | { readonly kind: 'unfit'; readonly detail: string };

/**
 * Makes the draft of an alert from a scenario.
 * @param values given at the launch; a value that the scenario has is not replaced, since it was approved
 */
export const draftOfScenario = (
  { id, name, definition: { plan } }: Named<StoredScenario>,
  values: Values,
  source: AlertSource,
): AlertDraft => {
  const { title = name, template: _template, bounds: _bounds, ...rest } = plan;
  const given = Object.entries(values).filter(([key]) => !isSet(plan, key));
  return { ...rest, title, values: { ...Object.fromEntries(given), ...plan.values }, source, scenario: id };
};

/**
 * Whether the scenario has a value for `key`, which is a placeholder (`place`) or a placeholder in one language
 * (`place.en`). A value for `place` counts for each language.
 */
export const isSet = ({ values }: ScenarioPlan, key: string): boolean => {
  const dot = key.indexOf('.');
  return Object.hasOwn(values, key) || (dot > 0 && Object.hasOwn(values, key.slice(0, dot)));
};

/** What an operator needs to know about a scenario. */
export interface ScenarioState {
  /** The placeholders that need a value at the launch, in the order of the texts. */
  readonly needs: readonly string[];
  readonly findings: readonly Finding[];
}

/** Keeps scenarios. A scenario with errors is not stored, and none of its authors may approve it. */
export interface ScenarioService {
  create(name: string, input: ScenarioInput, actor: AlertActor): Promise<Scenario | 'taken' | UnfitScenario>;
  get(id: number): Promise<Scenario | undefined>;
  /**
   * Finds a scenario by its id in digits, or by its name. A name that differs only in case is found if no name is equal
   * and only one scenario has it.
   */
  find(named: string): Promise<Scenario | undefined>;
  list(page: Page): Promise<Paged<Scenario>>;
  /**
   * Replaces a scenario, whose approval is withdrawn.
   * @param version the version to replace; undefined: the current one
   */
  replace(
    id: number,
    name: string,
    input: ScenarioInput,
    version: number | undefined,
    actor: AlertActor,
  ): Promise<Change<Scenario> | UnfitScenario>;
  remove: NamedRepository<StoredScenario>['remove'];
  /** @param version the version that was read; undefined: the current one */
  approve(id: number, version: number | undefined, actor: AlertActor): Promise<Approval>;
  stateOf(scenario: Scenario): ScenarioState;
}
