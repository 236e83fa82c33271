import type { ReadyScenario, ReadyScenarios } from '../../../src/domain/triggers/ready-scenarios.ts';

const scenario = (
  id: number,
  name: string,
  approved: boolean,
  needs: readonly string[] = [],
): ReadyScenario => ({
  id,
  name,
  approvedBy: approved ? { id: 't9', name: 'the approver', at: 0, meaning: {} } : undefined,
  lapsed: undefined,
  authors: [],
  outside: () => undefined,
  needs,
  whyUnfit: (values) =>
    Object.values(values).some((value) => value.length > 30) ? 'place is longer than 30' : undefined,
  draft: (values, source) => ({
    title: name,
    kind: 'live',
    severity: 'severe',
    priority: 'high',
    content: {
      variants: [{ language: 'fr', text: `${name} : {place}` }],
      defaultLanguage: 'fr',
      placeholders: { place: {} },
    },
    values,
    audience: { include: [{ list: 1 }] },
    validForMs: 3_600_000,
    overrideOptOut: false,
    source,
  }),
});

const all = [
  scenario(7, 'crue vallee', true),
  scenario(8, 'fuite', false),
  scenario(9, 'incendie', true, ['lieu']),
  scenario(10, 'coupure eau', true, ['lieu', 'heure']),
];

/**
 * Scenarios: 7, "crue vallee", is approved; 8, "fuite", isn't; 9, "incendie", needs a place; 10, "coupure eau", a place
 * and a time.
 */
export const fakeScenarios: ReadyScenarios = {
  find: async (named) => all.find(({ id, name }) => String(id) === named || name === named.toLowerCase()),
  names: async () => all.map(({ name }) => name),
};
