import { expect, test } from 'vitest';
import { describeDuty, dutyWarnings } from '../../../src/commands/check/duty-summary.ts';
import { inbound } from '../../../src/config/inbound.ts';
import type { DutyPerson } from '../../../src/domain/duty/roster.ts';
import { dutyNumbers } from '../../../src/inbound/duty/duty-numbers.ts';
import { numberAt } from '../../support/people/people.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';

const person = (index: number): DutyPerson => ({
  name: `person ${index}`,
  phone: numberAt(index),
  language: 'fr',
  user: undefined,
});
const settings = (...duty: readonly string[]) => inbound.parse({ duty });
const numbers = (
  config: ReturnType<typeof settings>,
  people: Readonly<Record<number, readonly DutyPerson[]>>,
) =>
  dutyNumbers(
    config,
    {
      onDuty: async (roster) => {
        const found = people[roster];
        if (found === undefined) throw new Error('the disk is gone');
        return found;
      },
    },
    recordingLog(),
  )(0);

test('without a roster, calls for help go to the configured numbers', async () => {
  expect(await numbers(settings(numberAt(1)), {})).toEqual([numberAt(1)]);
});

test('with rosters, they go to whoever is on duty, each once, and not to the configured numbers', async () => {
  const config = settings(numberAt(1), 'roster/1', 'roster/2');
  expect(await numbers(config, { 1: [person(2)], 2: [person(3), person(2)] })).toEqual([
    numberAt(2),
    numberAt(3),
  ]);
});

test('if a roster has nobody, was deleted, or can not be read, they go to the configured numbers: never to nobody', async () => {
  const config = settings(numberAt(1), 'roster/1');
  expect(await numbers(config, { 1: [] })).toEqual([numberAt(1)]);
  expect(await numbers(config, {})).toEqual([numberAt(1)]);
  expect(await numbers(settings(numberAt(1), 'roster/1', 'roster/2'), { 2: [person(2)] })).toEqual([
    numberAt(2),
  ]);
});

test('check says who is told, and warns of rosters without a number to fall back on', () => {
  expect(dutyWarnings(settings('roster/1'))).toHaveLength(1);
  expect(dutyWarnings(settings('roster/1', numberAt(1)))).toEqual([]);
  expect(describeDuty(settings('roster/1', numberAt(1)))).toBe(
    'Tells whoever is on duty in roster 1 of calls for help; 1 number if nobody is.',
  );
  expect(describeDuty(settings())).toBe('Tells nobody of calls for help.');
});

test.each(['0639980001', 'roster/0', 'roster/x', 'rota/1'])('%j in inbound.duty is refused', (wrong) => {
  expect(inbound.safeParse({ duty: [wrong] }).error?.issues[0]).toMatchObject({ path: ['duty', 0] });
});
