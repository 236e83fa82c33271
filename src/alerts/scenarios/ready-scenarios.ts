import { draftOfScenario, type Scenario, type Scenarios } from '../../domain/alerts/scenario.ts';
import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import { maxLengthOf } from '../templates/fill.ts';
import { lint } from '../templates/lint.ts';
import { neededValues } from '../templates/needed-values.ts';
import { findScenario } from './find-scenario.ts';

/** The stored scenarios, as triggers use them. */
export const readyScenarios = (repository: Scenarios): ReadyScenarios => ({
  find: async (named) => {
    const scenario = await findScenario(repository, named);
    return scenario === undefined ? undefined : ready(scenario);
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

const ready = (scenario: Scenario): ReadyScenario => ({
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
  draft: (values, source) => {
    const { content } = scenario.definition.plan;
    // A value from another program is cut to the length of its placeholder, so that no alarm is refused for its length.
    const given = Object.entries(values).map(([name, value]) => {
      const [placeholder = name] = name.split('.', 1);
      return [name, cut(value, maxLengthOf(content, placeholder))];
    });
    return draftOfScenario(scenario, Object.fromEntries(given), source);
  },
});

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
