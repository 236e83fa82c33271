import type { Change, Named, NamedRepository, Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { AlertActor, AlertDraft, AlertSource, Signed } from './alert.ts';
import type { Content, Finding, Values } from './template.ts';

/** An alert that waits to happen: all but what is known only then, such as the place. */
export interface ScenarioPlan extends Omit<AlertDraft, 'title' | 'scheduledAt' | 'expiresAt' | 'source'> {
  /** Of the alerts made of it; undefined: the name of the scenario. */
  readonly title: string | undefined;
  /** What the content is a copy of: a change of the template changes no scenario that somebody approved. */
  readonly template: { readonly id: number; readonly version: number } | undefined;
}

/** As an author hands it in: with a content of its own, or that of a template as it is now. */
export interface ScenarioInput extends Omit<ScenarioPlan, 'content' | 'template'> {
  readonly content: Content | { readonly template: number };
}

export interface StoredScenario {
  readonly plan: ScenarioPlan;
  /** The ids of those who changed it since it was last approved: none of them may approve it. */
  readonly editors: readonly string[];
}

export interface ScenarioApproval extends Signed {
  /** What the audience names, such as `segment 3`, and a digest of what each stood for as it was approved. */
  readonly meaning: Readonly<Record<string, string>>;
}

/** As it is on disk: whether the approval still holds, only what the audience means now tells. */
export interface KeptScenario extends Named<StoredScenario> {
  /** By whom, if this very version is approved. */
  readonly approved: ScenarioApproval | undefined;
}

/** Why an approval holds no longer, though the scenario is the same. */
export type Lapse =
  /** A segment, list or area stands for something else. */
  | { readonly kind: 'changed'; readonly detail: string }
  /** One is gone, and the audience is nobody. */
  | { readonly kind: 'gone'; readonly detail: string; readonly missing: readonly string[] };

export interface Scenario extends Named<StoredScenario> {
  /** By whom, if this very version is approved, and its audience still means what it meant then. */
  readonly approved: ScenarioApproval | undefined;
  /** Undefined: the approval holds, or none was given. */
  readonly lapsed: Lapse | undefined;
}

export interface ScenarioRepository
  extends Pick<NamedRepository<StoredScenario>, 'create' | 'replace' | 'remove'> {
  get(id: number): Promise<KeptScenario | undefined>;
  list(page: Page): Promise<Paged<KeptScenario>>;
  /** False: that version isn't there any more. */
  approve(id: number, version: number, approval: ScenarioApproval): Promise<boolean>;
}

/** Scenarios as they stand, each with an approval that holds, or none. */
export interface Scenarios {
  get(id: number): Promise<Scenario | undefined>;
  list(page: Page): Promise<Paged<Scenario>>;
}

/** Why a scenario was not stored. */
export interface UnfitScenario {
  readonly kind: 'unfit';
  /** Of the content with the values that are known; undefined: there is no such template. */
  readonly content: Content | undefined;
  readonly findings: readonly Finding[];
  /** Routes that there are not. */
  readonly unknownRoutes: readonly string[];
}

type Approval =
  | { readonly kind: 'done'; readonly value: Scenario }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed' }
  /** By somebody who wrote some of it. */
  | { readonly kind: 'own' }
  /** Nobody could get it, or not what was meant: `detail` says why. */
  | { readonly kind: 'unfit'; readonly detail: string };

/**
 * The alert that a scenario is ready for.
 *
 * @param values what is known now; where the scenario has a value, that stays: it is what was approved
 */
export const draftOfScenario = (
  { name, definition: { plan } }: Named<StoredScenario>,
  values: Values,
  source: AlertSource,
): AlertDraft => {
  const { title = name, template: _template, ...rest } = plan;
  const given = Object.entries(values).filter(([key]) => !isSet(plan, key));
  return { ...rest, title, values: { ...Object.fromEntries(given), ...plan.values }, source };
};

/** Whether the scenario has the value of `key`, which is a placeholder, or one in a language (`place.en`). */
export const isSet = ({ values }: ScenarioPlan, key: string): boolean => {
  const dot = key.indexOf('.');
  return Object.hasOwn(values, key) || (dot > 0 && Object.hasOwn(values, key.slice(0, dot)));
};

/** What a reader wants to know of a scenario. */
export interface ScenarioState {
  /** The placeholders that a launch must give, in the order of the texts. */
  readonly needs: readonly string[];
  readonly findings: readonly Finding[];
}

/** Scenarios: kept without errors, approved by somebody else than who wrote them. */
export interface ScenarioService {
  create(name: string, input: ScenarioInput, actor: AlertActor): Promise<Scenario | 'taken' | UnfitScenario>;
  get(id: number): Promise<Scenario | undefined>;
  /** By its id in digits, or by its name; in another case where only one has it so. */
  find(named: string): Promise<Scenario | undefined>;
  list(page: Page): Promise<Paged<Scenario>>;
  /**
   * Takes the approval back.
   * @param version the one to be replaced; undefined: whichever is there
   */
  replace(
    id: number,
    name: string,
    input: ScenarioInput,
    version: number | undefined,
    actor: AlertActor,
  ): Promise<Change<Scenario> | UnfitScenario>;
  remove(id: number, version: number | undefined): Promise<Removal>;
  /** @param version the one that was seen; undefined: whichever is there */
  approve(id: number, version: number | undefined, actor: AlertActor): Promise<Approval>;
  stateOf(scenario: Scenario): ScenarioState;
}
