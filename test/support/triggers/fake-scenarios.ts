import type { ReadyScenario, ReadyScenarios } from '../../../src/domain/triggers/ready-scenarios.ts';

const scenario = (id: number, name: string, approved: boolean): ReadyScenario => ({
  id,
  name,
  approvedBy: approved ? { id: 't9', name: 'the approver', at: 0, meaning: {} } : undefined,
  lapsed: undefined,
  authors: [],
  outside: () => undefined,
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

/** Two scenarios: 7, "crue vallee", is approved; 8, "fuite", isn't. */
export const fakeScenarios: ReadyScenarios = {
  find: async (named) =>
    [scenario(7, 'crue vallee', true), scenario(8, 'fuite', false)].find(
      ({ id, name }) => String(id) === named || name === named.toLowerCase(),
    ),
};
