import { expect, test } from 'vitest';
import { secondPersonFor } from '../../../../src/alerts/desk/policy.ts';
import { alertsConfig } from '../../../../src/config/alerts.ts';

const live = { kind: 'live', severity: 'severe', overrideOptOut: false } as const;
const exercise = { ...live, kind: 'exercise' } as const;
const asked = alertsConfig.parse({ twoPersons: 'live', exerciseMax: 10 });

test('a preview says that a live alert needs a second person, and which roles may do without', () => {
  expect(secondPersonFor(asked, live, 12)).toEqual({ isNeeded: true, breakGlass: ['operator', 'admin'] });
  const nobody = alertsConfig.parse({ twoPersons: 'live', breakGlass: 'nobody' });
  expect(secondPersonFor(nobody, live, 12)).toEqual({ isNeeded: true, breakGlass: [] });
});

test('an exercise needs none, unless it is for too many: then nobody may do without', () => {
  expect(secondPersonFor(asked, exercise, 10)).toEqual({ isNeeded: false, breakGlass: [] });
  expect(secondPersonFor(asked, exercise, 11)).toEqual({ isNeeded: true, breakGlass: [] });
});

test('an alert to people who opted out always needs one, and nobody may do without', () => {
  const overriding = { ...live, overrideOptOut: true };
  expect(secondPersonFor(alertsConfig.parse({}), overriding, 1)).toEqual({ isNeeded: true, breakGlass: [] });
});
