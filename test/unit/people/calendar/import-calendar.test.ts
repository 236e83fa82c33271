import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RosterRig } from '../../../support/http/roster-rig.ts';
import { numberAt } from '../../../support/people/people.ts';

// The virtual clock begins on 2026-01-01T00:00:00Z.
let rig: RosterRig;
beforeEach(async () => {
  rig = await RosterRig.open();
  await rig.user('Anna Roux', numberAt(1));
  await rig.user('Bruno', numberAt(2));
  await rig.ask('POST', '/v1/rosters', {
    name: 'Astreinte',
    timeZone: 'Europe/Paris',
    aliases: { 'a.roux@example.org': 'Anna Roux', 'le chef': 'Bruno' },
  });
});
afterEach(() => rig.close());

const calendar = (...lines: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//FR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (uid: string, ...lines: readonly string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  'DTSTAMP:20260101T000000Z',
  ...lines,
  'END:VEVENT',
];
const send = (text: string, query = '') =>
  rig.ask('POST', `/v1/rosters/1/import${query}`, text, { 'content-type': 'text/calendar; charset=utf-8' });
const onDutyAt = async (at: string): Promise<readonly string[]> => {
  const now = await rig.ask('GET', `/v1/rosters/1/now?at=${at}`);
  return now.json().people.map(({ name }: { name: string }) => name);
};

test('a weekly event in a time zone keeps its local time over the change of the clocks, without its EXDATE', async () => {
  const weekly = event(
    'w1',
    'DTSTART;TZID=Europe/Paris:20260306T200000',
    'DTEND;TZID=Europe/Paris:20260307T080000',
    'RRULE:FREQ=WEEKLY;COUNT=6',
    'EXDATE;TZID=Europe/Paris:20260313T200000',
    'SUMMARY:Astreinte : Anna Roux (nuit)',
  );
  const done = await send(calendar(...weekly));
  expect(done.json()).toEqual({
    dryRun: false,
    events: 1,
    periods: 5,
    unmatched: [],
    unmatchedCount: 0,
    problems: [],
  });
  expect(await onDutyAt('2026-03-06T19:30:00Z')).toEqual(['Anna Roux']);
  expect(await onDutyAt('2026-03-13T19:30:00Z')).toEqual([]);
  // Summer time: 20:00 in Paris is 18:00 in UTC.
  expect(await onDutyAt('2026-04-03T18:00:00Z')).toEqual(['Anna Roux']);
  expect(await onDutyAt('2026-04-04T06:00:00Z')).toEqual([]);
});

test('one occurrence that was moved and given to another is on duty at its new time alone', async () => {
  const master = event(
    'm1',
    'DTSTART;TZID=Europe/Paris:20260201T080000',
    'DTEND;TZID=Europe/Paris:20260201T180000',
    'RRULE:FREQ=DAILY;UNTIL=20260203T235959Z',
    'ATTENDEE;CN=A. Roux:mailto:a.roux@example.org',
    'SUMMARY:Garde',
  );
  const moved = event(
    'm1',
    'RECURRENCE-ID;TZID=Europe/Paris:20260202T080000',
    'DTSTART;TZID=Europe/Paris:20260202T200000',
    'DTEND;TZID=Europe/Paris:20260202T220000',
    'SUMMARY:Bruno',
  );
  await send(calendar(...master, ...moved));
  expect(await onDutyAt('2026-02-01T10:00:00Z')).toEqual(['Anna Roux']);
  expect(await onDutyAt('2026-02-02T10:00:00Z')).toEqual([]);
  expect(await onDutyAt('2026-02-02T19:30:00Z')).toEqual(['Bruno']);
});

test('an event of a whole day lasts from midnight to midnight in the time zone of the roster', async () => {
  await send(
    calendar(...event('d1', 'DTSTART;VALUE=DATE:20260210', 'DTEND;VALUE=DATE:20260212', 'SUMMARY:Le chef')),
  );
  expect(await onDutyAt('2026-02-09T22:59:00Z')).toEqual([]);
  expect(await onDutyAt('2026-02-09T23:00:00Z')).toEqual(['Bruno']);
  expect(await onDutyAt('2026-02-11T22:59:00Z')).toEqual(['Bruno']);
  expect(await onDutyAt('2026-02-11T23:00:00Z')).toEqual([]);
});

test('a second import replaces what the first made of the same event, and leaves other events; a cancelled one is gone', async () => {
  const at = (day: string) => [`DTSTART:202602${day}T080000Z`, `DTEND:202602${day}T100000Z`, 'SUMMARY:Bruno'];
  await send(calendar(...event('a', ...at('10')), ...event('b', ...at('11')), ...event('c', ...at('12'))));
  await send(calendar(...event('a', ...at('20')), ...event('b', ...at('11'), 'STATUS:CANCELLED')));
  expect(await onDutyAt('2026-02-10T09:00:00Z')).toEqual([]);
  expect(await onDutyAt('2026-02-20T09:00:00Z')).toEqual(['Bruno']);
  expect(await onDutyAt('2026-02-11T09:00:00Z')).toEqual([]);
  expect(await onDutyAt('2026-02-12T09:00:00Z')).toEqual(['Bruno']);
});

test('what matches nobody, or two people, is listed and not imported; a dry run changes nothing', async () => {
  const times = ['DTSTART:20260210T080000Z', 'DTEND:20260210T100000Z'];
  const text = calendar(
    ...event('x', ...times, 'SUMMARY:Inconnu'),
    ...event('y', ...times, 'SUMMARY:Anna Roux ou Bruno'),
    ...event('z', ...times, 'SUMMARY:Bruno'),
  );
  const dry = await send(text, '?dryRun=true');
  expect(dry.json()).toMatchObject({ dryRun: true, events: 3, periods: 1, unmatchedCount: 2 });
  expect(dry.json().unmatched.map(({ uid }: { uid: string }) => uid)).toEqual(['x', 'y']);
  expect(await onDutyAt('2026-02-10T09:00:00Z')).toEqual([]);
});

test('a rule that repeats every second is cut, and the rest of the calendar is imported', async () => {
  const bad = event('s', 'DTSTART:20260101T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=SECONDLY', 'SUMMARY:Bruno');
  const good = event('g', 'DTSTART:20260210T080000Z', 'DTEND:20260210T100000Z', 'SUMMARY:Anna Roux');
  const done = await send(calendar(...good, ...bad));
  expect(done.json().periods).toBe(2000);
  expect(done.json().problems).toEqual(['s: the calendar has more than 2000 times: the rest is left out']);
  expect(await onDutyAt('2026-02-10T09:00:00Z')).toEqual(['Anna Roux']);
});

test('a rule on which the parser would never end is refused after 5 seconds, and the next calendar is read', async () => {
  const endless = event(
    'e',
    'DTSTART:20260105T080000Z',
    'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
    'SUMMARY:Bruno',
  );
  const asked = send(calendar(...endless));
  while (rig.disk.clock.pending === 0) await nextTurn();
  await rig.disk.clock.advance(5000);
  expect((await asked).statusCode).toBe(422);
  const next = await send(
    calendar(...event('g', 'DTSTART:20260210T080000Z', 'DTEND:20260210T100000Z', 'SUMMARY:Bruno')),
  );
  expect(next.json()).toMatchObject({ periods: 1 });
});

test.each(['', 'hello', 'BEGIN:VCARD\r\nEND:VCARD\r\n', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT'])(
  'the body %j is refused as no calendar',
  async (text) => {
    const refused = await send(text);
    expect([400, 422]).toContain(refused.statusCode);
  },
);

test('a calendar of more than 1 MiB is refused before it is read', async () => {
  expect((await send(calendar(`X-FILL:${'x'.repeat(1024 * 1024)}`))).statusCode).toBe(413);
});
