import type { Alert, AlertActor, AlertDraft, AlertSource } from '../../domain/alerts/alert.ts';
import type { EarlierAlert } from '../../domain/alerts/launch-guard.ts';
import { draftOfScenario, isSet, type Scenario, type Scenarios } from '../../domain/alerts/scenario.ts';
import type { AudienceMeaning } from '../../domain/people/audience.ts';
import { type Bound, type Outside, outsideInWords } from '../../domain/templates/bounds.ts';
import type { Finding, Values } from '../../domain/templates/template.ts';
import type { AlertService } from '../desk/alert-service.ts';
import { type Refused, reasonOf, type StepVerdict } from '../desk/verdict.ts';
import { namesWhatIsGone } from '../preview/draft-review.ts';
import { lint } from '../templates/lint.ts';
import { lapseOf } from './current-scenarios.ts';
import { boundsOf, contentsOf, outsideOfPlan } from './open-values.ts';

interface ScenarioLaunch {
  /** Values for the placeholders that the scenario leaves open, such as the place. */
  readonly values: Values;
  /** A live scenario may be tried as an exercise; an exercise is never launched live. */
  readonly asExercise: boolean;
  /** The hash of the preview that was seen; undefined: the alert goes out as it is now. */
  readonly hash: string | undefined;
  /** The version of the scenario that was seen; undefined: any version. */
  readonly version: number | undefined;
  /** Why it goes out without the second person that the policy asks for. */
  readonly breakGlass: string | undefined;
  /** The same may go out again, however recently it went out before. */
  readonly again?: boolean;
  readonly source: AlertSource;
  readonly actor: AlertActor;
  /** Recognises a retry. `since`: when the first request came, ms since the epoch; undefined: this is the first. */
  readonly key?: { readonly name: string; readonly since: number | undefined } | undefined;
  /** Ids of people who wrote some of this launch, such as the author of its schedule; left out: only `actor`. */
  readonly authors?: readonly string[];
}

export type ScenarioLaunched =
  | { readonly kind: 'launched'; readonly alert: Alert; readonly repeated?: boolean }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed' }
  /** Values are missing, can't stand in a text, or are set by the scenario: no alert was made. */
  | { readonly kind: 'unfit'; readonly findings: readonly Finding[] }
  /** The same went out shortly before. The person who asked decides; no alert is left waiting. */
  | { readonly kind: 'recentlyAlerted'; readonly earlier: EarlierAlert }
  /** The alert was made and did not go out: it is kept, so that an officer can mend, approve and launch it. */
  | { readonly kind: 'kept'; readonly alert: Alert; readonly why: Refused };

/** What a launch would make, and what its approval covers. */
export interface LaunchPreview {
  readonly draft: AlertDraft;
  /** Of each value that is open; undefined: the value has no bound of its own. */
  readonly bounds: Readonly<Record<string, Bound | undefined>>;
  /** Whether a value without a bound of its own must be plain. */
  readonly mustBePlain: boolean;
  /** Values with which the launch would wait for a second person. */
  readonly outside: readonly Outside[];
}

export interface ScenarioLauncher {
  /** The alert that a launch would make; its preview says what is wrong with it. Undefined: no such scenario. */
  draft(id: number, launch: Asked): Promise<LaunchPreview | undefined>;
  /** Errors and warnings of such a launch; undefined: there is no such scenario. */
  findings(id: number, launch: Asked): Promise<readonly Finding[] | undefined>;
  launch(id: number, launch: ScenarioLaunch): Promise<ScenarioLaunched>;
}

type Asked = Pick<ScenarioLaunch, 'values' | 'asExercise'>;

interface Deps {
  readonly scenarios: Pick<Scenarios, 'get'>;
  readonly alerts: Pick<
    AlertService,
    | 'create'
    | 'submit'
    | 'approveBeforehand'
    | 'launch'
    | 'launchedWith'
    | 'note'
    | 'asksSecondPerson'
    | 'discard'
    | 'reject'
  >;
}

export const scenarioLauncher = ({ scenarios, alerts }: Deps): ScenarioLauncher => ({
  draft: async (id, { values, asExercise }) => {
    const scenario = await scenarios.get(id);
    if (scenario === undefined) return undefined;
    const { plan } = scenario.definition;
    const draft = draftOf(scenario, values, asExercise, 'api');
    const mustBePlain = alerts.asksSecondPerson(draft);
    const outside = outsideOfPlan(plan, values, mustBePlain);
    return { draft, bounds: boundsOf(plan), mustBePlain, outside };
  },
  findings: async (id, { values, asExercise }) => {
    const scenario = await scenarios.get(id);
    if (scenario === undefined) return undefined;
    return findingsOf(scenario, values, draftOf(scenario, values, asExercise, 'api'));
  },
  launch: async (id, { values, asExercise, version, source, key, authors = [], ...launch }) => {
    const before = key?.since === undefined ? undefined : await alerts.launchedWith(key.name, key.since);
    if (before !== undefined) return { kind: 'launched', alert: before, repeated: true };
    const scenario = await scenarios.get(id);
    if (scenario === undefined) return { kind: 'unknown' };
    if (version !== undefined && version !== scenario.version) return { kind: 'changed' };
    const draft = draftOf(scenario, values, asExercise, source);
    const findings = findingsOf(scenario, values, draft);
    if (findings.some(({ level }) => level === 'error')) return { kind: 'unfit', findings };
    const { actor } = launch;
    const alert = await alerts.create(draft, actor, [...scenario.definition.editors, ...authors]);
    const isGlassBroken = launch.breakGlass !== undefined;
    const outside = isGlassBroken
      ? undefined
      : outsideVerdict(scenario, values, alerts.asksSecondPerson(draft));
    const held = (isGlassBroken ? undefined : lapseVerdict(scenario)) ?? outside;
    const own = [actor.id, ...(actor.also ?? []), ...authors];
    const ready = held ?? (await approve(alerts, alert, scenario, actor, own));
    // Each step names the version that the step before it left: an alert that somebody edits meanwhile is not launched.
    const verdict =
      ready.kind === 'done'
        ? await alerts.launch(alert.id, { ...launch, key: key?.name, version: ready.alert.version })
        : ready;
    if (verdict.kind === 'done') return { kind: 'launched', alert: verdict.alert };
    if (verdict.kind === 'recentlyAlerted' && source === 'api') {
      // A second click must not leave an approved alert behind, which somebody could launch by mistake.
      const giveUp =
        ready.kind === 'done' && ready.alert.state === 'approved' ? alerts.reject : alerts.discard;
      await giveUp.call(alerts, alert.id, actor, reasonOf(verdict));
      return verdict;
    }
    // The alert is submitted, so that approvers find it among those that wait for them.
    if (verdict.kind === 'needsApproval') await alerts.submit(alert.id, actor, alert.version);
    // Who approves the alert sees in its log which value they are asked about.
    if (outside !== undefined) await alerts.note(alert.id, actor, 'held', outside.detail);
    return { kind: 'kept', alert, why: verdict };
  },
});

/** Why a launch with these values waits, also where the policy asks for no approval: its author set the bounds. */
const outsideVerdict = (
  { definition: { plan } }: Scenario,
  values: Values,
  asksSecond: boolean,
): { readonly kind: 'needsApproval'; readonly detail: string } | undefined => {
  const outside = outsideOfPlan(plan, values, asksSecond);
  return outside.length === 0 ? undefined : { kind: 'needsApproval', detail: outsideInWords(outside) };
};

/** An error for each value that the scenario sets itself: its approver approved the text with those values. */
const overruling = ({ definition: { plan } }: Scenario, values: Values): readonly Finding[] =>
  Object.keys(values)
    .filter((key) => isSet(plan, key))
    .map((key) => ({
      level: 'error',
      code: 'badValue',
      variant: undefined,
      message: `the scenario sets the value of ${key} itself: "${plan.values[key] ?? plan.values[key.split('.', 1)[0] ?? '']}"`,
    }));

const findingsOf = (scenario: Scenario, values: Values, draft: AlertDraft): readonly Finding[] => [
  ...overruling(scenario, values),
  ...lint(draft.content, { values: draft.values }),
  // A value is for all texts together, so a text that doesn't use it is no mistake.
  ...contentsOf(draft)
    .slice(1)
    .flatMap((content) => lint(content, { values: draft.values }))
    .filter(({ level }) => level === 'error'),
];

const draftOf = (
  scenario: Scenario,
  values: Values,
  asExercise: boolean,
  source: AlertSource,
): AlertDraft => {
  const draft = draftOfScenario(scenario, values, source);
  return asExercise ? { ...draft, kind: 'exercise' } : draft;
};

/**
 * Why a scenario whose approval lapsed is not launched, even where the policy asks for no approval: its author wanted
 * one.
 */
const lapseVerdict = ({ lapsed }: Scenario): Refused | undefined => {
  if (lapsed === undefined) return undefined;
  if (lapsed.kind === 'gone') return { kind: 'blocked', blockers: [namesWhatIsGone(lapsed.missing)] };
  return { kind: 'needsApproval', detail: lapsed.detail };
};

/** Approves in the name of the person who approved the scenario; without such a person the alert stays as it is. */
const approve = async (
  alerts: Deps['alerts'],
  alert: Alert,
  { id: scenario, version, approved }: Scenario,
  actor: AlertActor,
  launchers: readonly string[],
): Promise<StepVerdict> => {
  // The scenario's approver can't be the second person of a launch of their own.
  if (approved === undefined || launchers.includes(approved.id)) return { kind: 'done', alert };
  const submitted = await alerts.submit(alert.id, actor, alert.version);
  if (submitted.kind !== 'done') return submitted;
  const name = `${approved.name}, beforehand (scenario ${scenario}, version ${version})`;
  const by = { id: approved.id, name, role: 'approver' } as const;
  // Checked in the moment of the approval: a segment may have changed since the scenario was read.
  const whyNot = (meant: AudienceMeaning) => lapseOf(approved, meant)?.detail;
  return alerts.approveBeforehand(alert.id, by, submitted.alert.version, whyNot, approved.at);
};
