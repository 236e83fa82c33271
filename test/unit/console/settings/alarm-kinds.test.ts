import { expect, test } from 'vitest';
import { alarmKinds } from '../../../../src/domain/operation/alarm.ts';
import { limitsOfKinds } from '../../../../src/ops/alarms/kind-limits.ts';
import { allWords } from '../../../support/console/all-words.ts';

const limits = limitsOfKinds({
  alarms: { routeDownAfter: 30_000, backupAfter: 604_800_000 },
  intake: { diskReserve: 2e8, inbound: { perHour: 1 }, evidence: { unmatchedReceipts: 1 } },
  inbound: { optOutsPerMinute: 60, repliesPerHourInAll: 1 },
});

test.each(['en', 'fr'] as const)(
  'each kind of alarm has a name in %s, and a sentence that says its limits and no others',
  async (language) => {
    const words = (await allWords(language))['settings-alarm-kinds'] ?? {};
    expect(Object.keys(words).filter((key) => key.startsWith('name_'))).toEqual(
      expect.arrayContaining(alarmKinds.map((kind) => `name_${kind}`)),
    );
    const said = alarmKinds.map((kind) => {
      const names = (words[`when_${kind}`] ?? 'nothing is said').matchAll(/\{\{(\w+)\}\}/g);
      return [kind, [...new Set([...names].map(([, name]) => name))].filter((name) => name !== 'raised')];
    });
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(alarmKinds.map((kind) => [kind, limits[kind].map(({ name }) => name)])),
    );
    expect(alarmKinds.filter((kind) => words[`when_${kind}`] === undefined)).toEqual([]);
  },
);
