import { expect, test } from 'vitest';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import type { Scenario } from '../../../../src/domain/alerts/scenario.ts';
import { draftOf } from '../../../support/alerts/alerts.ts';
import { says } from '../templates/contents.ts';

const { title: _title, source: _source, ...plan } = draftOf();
const scenario: Scenario = {
  id: 7,
  name: 'Gaz',
  definition: {
    plan: {
      ...plan,
      title: undefined,
      template: undefined,
      content: says('{hazard}, {place} : {action}.', { placeholders: { place: { maxLength: 10 } } }),
      values: { action: 'sortez' },
    },
    editors: [],
  },
  createdAt: 0,
  version: 3,
  approved: { id: 'a', name: 'the approver', at: 0, meaning: {} },
  lapsed: undefined,
};
const scenarios = readyScenarios(
  {
    get: async (id) => (id === 7 ? scenario : undefined),
    list: async () => ({ items: [scenario], next: undefined }),
  },
  { asksSecondPerson: () => true },
);

test('a trigger fills in the placeholders of the texts, declared or not, with values cut to their maxLength', async () => {
  const ready = await scenarios.find('gaz');
  expect(ready?.approvedBy?.name).toBe('the approver');
  const values = { hazard: 'fuite', place: 'quai numéro trois', 'place.en': 'quay number three', other: 'x' };
  expect(ready?.draft(values, 'webhook')).toMatchObject({
    title: 'Gaz',
    source: 'webhook',
    values: { hazard: 'fuite', place: 'quai nu...', 'place.en': 'quay nu...', action: 'sortez' },
  });
});

test('a trigger does not replace a value that was approved with the scenario', async () => {
  const ready = await scenarios.find('7');
  expect(ready?.draft({ action: 'restez', 'action.fr': 'restez' }, 'webhook').values).toEqual({
    action: 'sortez',
  });
});
