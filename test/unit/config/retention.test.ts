import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { retentionKinds } from '../../../src/domain/operation/retention.ts';

const DAY_MS = 86_400_000;

const errorsOf = (yaml: string) => {
  const loaded = parseConfig(`retention: ${yaml}`, {});
  return 'errors' in loaded ? loaded.errors.map(({ path, message }) => `${path}: ${message}`) : [];
};

test('each kind of data has a default age in the retention configuration', () => {
  const loaded = parseConfig('', {});
  if (!('ok' in loaded)) throw new Error('the empty configuration is refused');
  const { at, timeZone, ...kinds } = loaded.ok.retention;
  expect([at, timeZone]).toEqual(['03:10', 'UTC']);
  expect(Object.keys(kinds).toSorted()).toEqual([...retentionKinds].toSorted());
  expect(kinds).toMatchObject({ messages: 400 * DAY_MS, idempotency: 7 * DAY_MS, audit: 1095 * DAY_MS });
});

test('a kind of data is kept for the configured age, or for ever if that is "never"', () => {
  const loaded = parseConfig('retention: { messages: 2d, alerts: never, inbox: 36h, at: "23:59" }', {});
  expect('ok' in loaded && loaded.ok.retention).toMatchObject({
    messages: 2 * DAY_MS,
    alerts: 'never',
    inbox: 1.5 * DAY_MS,
    at: '23:59',
  });
});

describe('a mistake in the retention configuration is reported with its path', () => {
  const noDuration = 'is not a duration; write 30d or 400d, or never';
  test.each([
    ['{ messages: 0d }', 'retention.messages: is out of range: 1d to 36500d, or never'],
    ['{ messages: 23h }', 'retention.messages: is out of range: 1d to 36500d, or never'],
    ['{ audit: 30d }', 'retention.audit: is out of range: 180d to 36500d, or never'],
    ['{ cap: 7d }', 'retention.cap: is out of range: 31d to 36500d, or never'],
    ['{ inbox: 99999999999d }', 'retention.inbox: is out of range: 1d to 36500d, or never'],
    ['{ inbox: -3d }', `retention.inbox: ${noDuration}`],
    ['{ inbox: NaN }', `retention.inbox: ${noDuration}`],
    ['{ inbox: "" }', `retention.inbox: ${noDuration}`],
    ['{ inbox: Never }', `retention.inbox: ${noDuration}`],
    ['{ inbox: 400 }', 'retention.inbox: was read as a number: put it in quotes'],
    ['{ inbox: null }', 'retention.inbox: Invalid input: expected string, received null'],
    ['{ mesages: 400d }', 'retention.mesages: unknown key; did you mean "messages"?'],
    ['{ optOuts: 400d }', 'retention.optOuts: unknown key'],
    ['{ at: "3:10" }', 'retention.at: is no time of day; write it in quotes, such as "03:10"'],
    ['{ at: "24:00" }', 'retention.at: is no time of day; write it in quotes, such as "03:10"'],
    [
      '{ timeZone: Mars/Olympus }',
      'retention.timeZone: is no time zone that is known here, such as Europe/Paris',
    ],
    ['[]', 'retention: Invalid input: expected object, received array'],
  ])('in "%s": %s', (yaml, error) => {
    expect(errorsOf(yaml)).toEqual([error]);
  });
});
