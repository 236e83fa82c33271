import { draftOfScenario, type Scenario, type Scenarios } from '../../domain/alerts/scenario.ts';
import { withoutInvisible } from '../../domain/text/invisible.ts';
import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import { maxLengthOf } from '../templates/fill.ts';
import { findScenario } from './find-scenario.ts';

/** The stored scenarios, as triggers use them. */
export const readyScenarios = (repository: Scenarios): ReadyScenarios => ({
  find: async (named) => {
    const scenario = await findScenario(repository, named);
    return scenario === undefined ? undefined : ready(scenario);
  },
});

const ready = (scenario: Scenario): ReadyScenario => ({
  id: scenario.id,
  name: scenario.name,
  approvedBy: scenario.approved,
  lapsed: scenario.lapsed?.detail,
  authors: scenario.definition.editors,
  draft: (values, source) => {
    const { content } = scenario.definition.plan;
    // A value from another program is cut to the length of its placeholder, so that no alarm is refused for its length.
    const given = Object.entries(values).map(([name, value]) => {
      const [placeholder = name] = name.split('.', 1);
      // A cut may end in the middle of an emoji.
      return [name, withoutInvisible(cut(value, maxLengthOf(content, placeholder)))];
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
