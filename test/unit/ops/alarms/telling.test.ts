import { describe, expect, test } from 'vitest';
import { type Alarm, alarmKinds } from '../../../../src/domain/operation/alarm.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { smsOf } from '../../../../src/ops/alarms/alarm-sms.ts';
import { kindRules } from '../../../../src/ops/alarms/kind-rules.ts';
import { dueTelling, toldOf } from '../../../../src/ops/alarms/telling.ts';

const T0 = Date.UTC(2026, 10, 26, 3);
const MINUTE = 60_000;
const policy = { severities: ['critical'] as const, tellAgainMs: 30 * MINUTE };
const by = { id: 'user:1', name: 'anna' };

const alarm = (own: Partial<Alarm> = {}): Alarm => {
  const { kind = 'routeDown', subject = 'orange' } = own;
  return {
    id: `${kind}:${subject}`,
    serial: 1,
    kind,
    subject,
    name: subject,
    severity: kindRules[kind].severity,
    reason: undefined,
    since: T0,
    raisedAt: T0,
    times: 1,
    changedAt: T0,
    endedAt: undefined,
    acknowledged: undefined,
    silence: undefined,
    toldAt: [],
    tellings: 0,
    ...own,
  };
};

/** Tells what is due every ten seconds. Returns what was told, and when, in minutes. */
const tellFor = (ms: number, alarms: readonly Alarm[], own: Partial<typeof policy> = {}) => {
  let all = alarms;
  const told: string[] = [];
  for (let now = T0; now <= T0 + ms; now += 10_000) {
    const due = dueTelling(all, { ...policy, ...own }, now);
    if (due === undefined) continue;
    told.push(
      `${due.what} ${due.alarms.length} at ${Math.floor((now - T0) / MINUTE)}${due.toAdmins ? ' to admins' : ''}`,
    );
    const after = new Map(toldOf(due, now).map((one) => [one.id, one]));
    all = all.map((one) => after.get(one.id) ?? one);
  }
  return told;
};

describe('people are told', () => {
  test('of a hundred modems that are down at once by one SMS', () => {
    const modems = Array.from({ length: 100 }, (_, index) => alarm({ subject: `modem-${index}` }));
    expect(tellFor(5 * MINUTE, modems)).toEqual(['raised 100 at 0']);
    const sms = smsOf({ what: 'raised', alarms: modems as [Alarm] }, 'en', 'Europe/Paris', T0);
    expect(sms).toContain('100 routes down');
    expect(analyse(sms).parts).toBe(1);
  });

  test('again of a critical alarm that nobody acknowledges, with all admins, and six times at most', () => {
    expect(tellFor(12 * 60 * MINUTE, [alarm()])).toEqual([
      'raised 1 at 0',
      ...[1, 2, 3, 4, 5].map((times) => `again 1 at ${30 * times} to admins`),
    ]);
  });

  test('only once of an alarm that somebody has acknowledged', () => {
    const acknowledged = { by, at: T0 };
    expect(tellFor(120 * MINUTE, [alarm({ acknowledged, tellings: 1, toldAt: [T0] })])).toEqual([]);
  });

  test('nothing of an alarm that is silenced, or that is a mere warning', () => {
    const silence = { by, at: T0, until: T0 + 600 * MINUTE, reason: 'known' };
    expect(tellFor(120 * MINUTE, [alarm({ silence }), alarm({ kind: 'backupOld' })])).toEqual([]);
    const ended = alarm({ silence, endedAt: T0, tellings: 1, toldAt: [T0] });
    expect(tellFor(120 * MINUTE, [ended])).toEqual([]);
  });

  test('that it is over, if they were told of it', () => {
    const over = alarm({ endedAt: T0, tellings: 1, toldAt: [T0] });
    expect(tellFor(120 * MINUTE, [over])).toEqual(['over 1 at 0']);
    expect(tellFor(120 * MINUTE, [alarm({ endedAt: T0 })])).toEqual([]);
  });

  test('three times in an hour at most of one alarm that is raised again and again', () => {
    const toldAt = [T0 - 3, T0 - 2, T0 - 1];
    expect(tellFor(50 * MINUTE, [alarm({ toldAt })])).toEqual([]);
    expect(tellFor(60 * MINUTE, [alarm({ toldAt })])).toEqual(['raised 1 at 60']);
  });

  test('twelve times in an hour at most in all', () => {
    const others = Array.from({ length: 12 }, (_, index) =>
      alarm({ subject: `modem-${index}`, toldAt: [T0 - index], acknowledged: { by, at: T0 } }),
    );
    expect(tellFor(50 * MINUTE, [...others, alarm({ kind: 'noWayOut' })])).toEqual([]);
  });
});

describe('an SMS about alarms', () => {
  const long = 'l'.repeat(64);
  const tellings = ['raised', 'again', 'over'] as const;

  test.each(alarmKinds)(
    'of the kind %s is one GSM-7 part in both languages, also with a long name',
    (kind) => {
      for (const language of ['fr', 'en'] as const)
        for (const what of tellings)
          for (const alarms of [
            [alarm({ kind, name: long })],
            [alarm({ kind, name: long }), alarm({ kind, name: long })],
          ]) {
            const text = smsOf(
              { what, alarms: alarms as [Alarm] },
              language,
              'Europe/Paris',
              T0 + 86_400_000,
            );
            expect(text).not.toContain('{');
            expect({ text, ...analyse(text) }).toMatchObject({ parts: 1, encoding: 'gsm7' });
          }
    },
  );

  test('of all kinds at once is one part', () => {
    const all = alarmKinds.map((kind) => alarm({ kind }));
    for (const language of ['fr', 'en'] as const)
      expect(
        analyse(smsOf({ what: 'again', alarms: all as [Alarm, ...Alarm[]] }, language, 'UTC', T0)),
      ).toMatchObject({
        parts: 1,
        encoding: 'gsm7',
      });
  });

  test('says what is wrong, since when, and what to do', () => {
    expect(smsOf({ what: 'raised', alarms: [alarm()] }, 'fr', 'Europe/Paris', T0 + MINUTE)).toBe(
      'Tocsin : voie orange en panne, depuis 04:00. Opérateur : appelez-le. Modem : voyez prise, courant, SIM.',
    );
    expect(smsOf({ what: 'over', alarms: [alarm()] }, 'en', 'Europe/Paris', T0 + MINUTE)).toBe(
      'Tocsin, over: route orange is down, since 04:00.',
    );
  });
});
