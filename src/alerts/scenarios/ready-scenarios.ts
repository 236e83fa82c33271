import { draftOfScenario, type Scenario, type Scenarios } from '../../domain/alerts/scenario.ts';
import { outsideInWords } from '../../domain/templates/bounds.ts';
import { maxLengthOf } from '../../domain/templates/fill.ts';
import type { Values } from '../../domain/templates/template.ts';
import { withoutInvisible } from '../../domain/text/invisible.ts';
import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import type { AlertService } from '../desk/alert-service.ts';
import { lint } from '../templates/lint.ts';
import { neededValues } from '../templates/needed-values.ts';
import { findScenario } from './find-scenario.ts';
import { outsideOfPlan } from './open-values.ts';

/** The stored scenarios, as triggers use them. */
export const readyScenarios = (
  repository: Scenarios,
  alerts: Pick<AlertService, 'asksSecondPerson'>,
): ReadyScenarios => ({
  find: async (named) => {
    const scenario = await findScenario(repository, named);
    return scenario === undefined ? undefined : ready(scenario, alerts);
  },
  names: async () => {
    const names: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await repository.list({ limit: PAGE, cursor });
      names.push(...items.map(({ name }) => name));
      if (next === undefined) return names;
      cursor = next;
    }
  },
});

const PAGE = 200;

const ready = (scenario: Scenario, alerts: Pick<AlertService, 'asksSecondPerson'>): ReadyScenario => ({
  id: scenario.id,
  name: scenario.name,
  approvedBy: scenario.approved,
  lapsed: scenario.lapsed?.detail,
  authors: scenario.definition.editors,
  needs: neededValues(scenario.definition.plan.content, scenario.definition.plan.values),
  whyUnfit: (values) => {
    const { content, values: own } = scenario.definition.plan;
    return lint(content, { values: { ...values, ...own } }).find(({ level }) => level === 'error')?.message;
  },
  draft: (values, source) => draftOfScenario(scenario, fitted(scenario, values), source),
  outside: (values) => {
    const { plan } = scenario.definition;
    const given = fitted(scenario, values);
    const asksSecond = alerts.asksSecondPerson(draftOfScenario(scenario, given, 'webhook'));
    const outside = outsideOfPlan(plan, given, asksSecond);
    return outside.length === 0 ? undefined : outsideInWords(outside);
  },
});

/** The values cut to the lengths of their placeholders, so that no alarm is refused for the length of a value. */
const fitted = ({ definition: { plan } }: Scenario, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const [placeholder = name] = name.split('.', 1);
      // A cut may end in the middle of an emoji.
      return [name, withoutInvisible(cut(value, maxLengthOf(plan.content, placeholder)))];
    }),
  );

const DOTS = '...';

const cut = (value: string, most: number): string => {
  if (value.length <= most) return value;
  return most <= DOTS.length
    ? value.slice(0, most)
    : `${value
        .slice(0, most - DOTS.length)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}${DOTS}`;
};
