import { expect, test } from 'vitest';
import { warningsOf } from '../../../src/commands/check/config-warnings.ts';
import { describeTriggers } from '../../../src/commands/check/trigger-summary.ts';
import { configSchema } from '../../../src/config/schema.ts';

const inUtc = expect.stringMatching(/^timeZone is UTC: SMS, pages and reports give times in UTC;/);

test('check warns of times in UTC where the country is known, as on a machine whose clock nobody has set', () => {
  expect(warningsOf(configSchema.parse({ country: 'FR', timeZone: 'UTC' }))).toContainEqual(inUtc);
  const ofPlace = configSchema.parse({ country: 'FR', timeZone: 'Europe/Paris' });
  expect(warningsOf(ofPlace)).not.toContainEqual(inUtc);
  expect(warningsOf(configSchema.parse({ timeZone: 'UTC' }))).not.toContainEqual(inUtc);
});

test.each([
  [1, 'the same once within 10 min'],
  [2, 'the same 2 times within 10 min'],
])('check says how often the storm brake lets the same alert pass: %i', (identical, expected) => {
  const config = configSchema.parse({ triggers: { brake: { identical } } });
  expect(describeTriggers(config).at(-1)).toContain(expected);
});
