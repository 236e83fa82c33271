import { type HoldOf, whyHeld } from '../../domain/access/hold.ts';
import { type AlertActor, isAmong } from '../../domain/alerts/alert.ts';
import { audiencesOf } from '../../domain/alerts/escalation.ts';
import type {
  ApprovedBefore,
  KeptScenario,
  Scenario,
  ScenarioInput,
  ScenarioPlan,
  ScenarioRepository,
  ScenarioService,
  Scenarios,
  StoredScenario,
  UnfitScenario,
} from '../../domain/alerts/scenario.ts';
import type { Audience, AudienceMeaning, AudienceRepository } from '../../domain/people/audience.ts';
import type { Finding, FindingCode } from '../../domain/templates/template.ts';
import type { TemplateRepositories } from '../../domain/templates/template-service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Named } from '../../kernel/named.ts';
import { faultsOfEndings } from '../corrections/endings.ts';
import { errorsOfFulfilled } from '../escalation/preview-escalation.ts';
import { meaningOfAll } from '../escalation/review-audiences.ts';
import { lint } from '../templates/lint.ts';
import { neededValues } from '../templates/needed-values.ts';
import { digestsOf } from './current-scenarios.ts';
import { findScenario } from './find-scenario.ts';
import { contentsOf, faultsOfBounds } from './open-values.ts';

interface Deps extends TemplateRepositories {
  readonly scenarios: ScenarioRepository;
  /** The scenarios as `currentScenarios` reads them: it leaves out approvals that have lapsed. */
  readonly current: Scenarios;
  readonly audiences: Pick<AudienceRepository, 'audienceMeaning'>;
  readonly hasRoute: (id: string) => boolean;
  readonly holdOf: HoldOf;
  readonly clock: Clock;
}

export const scenarioService = (deps: Deps): ScenarioService => {
  const { scenarios, current, audiences, holdOf, clock } = deps;
  return {
    get: current.get,
    find: (named) => findScenario(current, named),
    list: current.list,
    remove: scenarios.remove,

    create: async (name, input, actor) => {
      const plan = await planOf(deps, input);
      if (plan.kind === 'unfit') return plan;
      const made = await scenarios.create(name, { plan, editors: [actor.id] }, clock.now());
      return made === 'taken' ? made : unapproved(made);
    },

    replace: async (id, name, input, version, actor) => {
      const plan = await planOf(deps, input);
      if (plan.kind === 'unfit') return plan;
      for (;;) {
        const before = await current.get(id);
        if (before === undefined) return { kind: 'unknown' };
        if (version !== undefined && version !== before.version) return { kind: 'changed' };
        const approvedBefore = lastApproved(await scenarios.get(id));
        const definition = { plan, editors: editorsAfter(before, actor), approvedBefore };
        // The write names the version that was read, so that an editor who was added meanwhile is not lost.
        const change = await scenarios.replace(id, name, definition, before.version);
        if (change.kind === 'done') return { kind: 'done', value: unapproved(change.value) };
        if (change.kind !== 'changed' || version !== undefined) return change;
      }
    },

    approve: async (id, version, actor) => {
      const scenario = await current.get(id);
      if (scenario === undefined) return { kind: 'unknown' };
      if (version !== undefined && version !== scenario.version) return { kind: 'changed' };
      if (scenario.approved !== undefined) return { kind: 'done', value: scenario };
      const { plan, editors } = scenario.definition;
      if (isAmong(actor, editors))
        return { kind: 'own', detail: 'You wrote some of it: somebody else approves.' };
      const now = clock.now();
      const hold = await holdOf({ actor: actor.id, persons: editors, at: now, through: 'token' });
      if (hold !== undefined) return { kind: 'own', detail: `${whyHeld(hold)}.` };
      const meant = await meaningOfAll(audiences, plan);
      const why = audiencesOf(plan)
        .map((audience) => whyNobody(audience, meant))
        .find((one) => one !== undefined);
      if (why !== undefined) return { kind: 'unfit', detail: why };
      const approved = { id: actor.id, name: actor.name, at: now, meaning: digestsOf(meant) };
      if (!(await scenarios.approve(id, scenario.version, approved))) return { kind: 'changed' };
      return { kind: 'done', value: { ...scenario, approved, lapsed: undefined } };
    },

    stateOf: ({ definition: { plan } }) => ({
      needs: [...new Set(contentsOf(plan).flatMap((content) => neededValues(content, plan.values)))],
      findings: findingsOf(plan),
    }),
  };
};

/** The plan of an input with the content that it names, or everything that keeps it from being stored. */
const planOf = async (
  { templates, hasRoute }: Deps,
  { content: asked, ...rest }: ScenarioInput,
): Promise<ScenarioPlan | UnfitScenario> => {
  const template = 'template' in asked ? await templates.get(asked.template) : undefined;
  const content = 'template' in asked ? template?.definition : asked;
  const unknownRoutes = (rest.routes ?? []).filter((route) => !hasRoute(route));
  if (content === undefined) return { kind: 'unfit', content, findings: [], unknownRoutes, faults: [] };
  const plan: ScenarioPlan = {
    ...rest,
    content,
    template: template === undefined ? undefined : { id: template.id, version: template.version },
  };
  const findings = findingsOf(plan);
  const faults = [
    ...faultsOfBounds(plan),
    ...faultsOfEndings(plan),
    ...errorsOfFulfilled(plan).map(({ message }) => ({ path: 'escalation.whenFulfilled', message })),
  ];
  const isFit =
    unknownRoutes.length === 0 && faults.length === 0 && findings.every(({ level }) => level !== 'error');
  return isFit ? plan : { kind: 'unfit', content, findings, unknownRoutes, faults };
};

const ofValues: ReadonlySet<FindingCode> = new Set(['badValue', 'unusedValue', 'deniesExercise']);

/** Findings of the content and of the known values. Values that are missing are no finding: the launch gives them. */
const findingsOf = ({ content, values }: ScenarioPlan): readonly Finding[] => {
  const ofContent = lint(content);
  const known = new Set(ofContent.map(({ code, variant }) => `${code} ${variant}`));
  const more = lint(content, { values }).filter(
    ({ code, variant }) => ofValues.has(code) && !known.has(`${code} ${variant}`),
  );
  return [...ofContent, ...more];
};

const unapproved = (named: Named<StoredScenario>): Scenario => ({
  ...named,
  approved: undefined,
  lapsed: undefined,
});

const editorsAfter = ({ approved, definition }: Scenario, actor: AlertActor): readonly string[] => {
  // The approved version needs no second person any more: only people who change it from now on are editors of the new
  // version.
  const before = approved === undefined ? definition.editors : [];
  return before.includes(actor.id) ? before : [...before, actor.id];
};

/** What was approved last. Also an approval that has lapsed: its approver has read the texts. */
const lastApproved = (kept: KeptScenario | undefined): ApprovedBefore | undefined => {
  if (kept?.approved === undefined) return kept?.definition.approvedBefore;
  const { id, name, at } = kept.approved;
  return { id, name, at, scenario: kept.name, plan: kept.definition.plan };
};

/** Why the audience can never include anybody; undefined: it can, though its lists may be empty now. */
const whyNobody = ({ include }: Audience, { missing }: AudienceMeaning): string | undefined => {
  if (include.length === 0) return 'the audience includes nobody';
  return missing.length === 0 ? undefined : `the audience names what is gone: ${missing.join(', ')}`;
};
