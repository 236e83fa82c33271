import { maxLengthOf } from '../alerts/templates/fill.ts';
import type { Scenario, ScenarioBook } from '../domain/scenario.ts';
import type { ReadyScenario, Scenarios } from '../triggers/scenarios.ts';

const PAGE = 1000;

/** The scenarios that are kept, as triggers name them. */
export const readyScenarios = (book: Pick<ScenarioBook, 'get' | 'list'>): Scenarios => ({
  find: async (named) => {
    const wanted = named.trim();
    const byId = /^[1-9]\d{0,14}$/.test(wanted) ? await book.get(Number(wanted)) : undefined;
    const scenario = byId ?? (await byName(book, wanted.toLowerCase()));
    return scenario === undefined ? undefined : ready(scenario);
  },
});

const byName = async (book: Pick<ScenarioBook, 'list'>, name: string): Promise<Scenario | undefined> => {
  let cursor: string | undefined;
  do {
    const page = await book.list({ limit: PAGE, cursor });
    const found = page.items.find((one) => one.name.toLowerCase() === name);
    if (found !== undefined) return found;
    cursor = page.next;
  } while (cursor !== undefined);
  return undefined;
};

const ready = ({ id, name, approved, definition }: Scenario): ReadyScenario => ({
  id,
  name,
  approvedBy: approved,
  draft: (values, source) => {
    const { title, template: _copied, ...plan } = definition.plan;
    // What the content has no place for is left out, what is too long for its place is cut: an alarm of another program
    // must not fail for either.
    const given = Object.entries(values)
      .filter(([placeholder]) => Object.hasOwn(plan.content.placeholders, placeholder))
      .map(([placeholder, value]) => [placeholder, cut(value, maxLengthOf(plan.content, placeholder))]);
    return {
      ...plan,
      title: title ?? name,
      values: { ...plan.values, ...Object.fromEntries(given) },
      source,
    };
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
