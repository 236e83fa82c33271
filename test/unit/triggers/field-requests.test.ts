import { describe, expect, test } from 'vitest';
import type { User } from '../../../src/domain/access/user.ts';
import type { Officer } from '../../../src/domain/alerts/approvers.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { septetCount } from '../../../src/domain/text/gsm7.ts';
import { FieldRequests } from '../../../src/triggers/sms/field-requests.ts';
import { readValues } from '../../../src/triggers/sms/given-values.ts';
import { type RequestAnswer, requestReply } from '../../../src/triggers/sms/request-words.ts';
import { StormBrake } from '../../../src/triggers/storm-brake.ts';
import { FakeOfficers, officer } from '../../support/alerts/approval-rig.ts';
import { FakeAlerts } from '../../support/triggers/fake-alerts.ts';
import { fakeScenarios } from '../../support/triggers/fake-scenarios.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const phone = '+33639980042' as Msisdn;
/** It is configured, and the phone of a user who is disabled. */
const disabled = '+33639980048' as Msisdn;
const HOUR_MS = 3_600_000;

const rig = (...officers: Officer[]) => {
  const alerts = new FakeAlerts();
  const clock = new VirtualClock();
  const kept = new Map<string, { phone: Msisdn; alert: number; at: number }>();
  const brake = new StormBrake({ perMinute: 20, identical: 1, withinMs: 600_000 }, clock, () => {});
  const settings = {
    phones: [phone, disabled],
    words: ['ALERTE', 'ALERT'],
    scenarios: { feu: 'incendie' },
    perHour: 3,
    language: 'en',
  } as const;
  const requests = new FieldRequests(settings, {
    alerts,
    scenarios: fakeScenarios,
    officers: new FakeOfficers(...officers),
    personOf: async (from) => {
      if (from === disabled) return { kind: 'disabled' };
      const found = officers.find((one) => one.phone === from);
      const user = { id: 1, name: found?.name ?? '' } as User;
      return found === undefined
        ? { kind: 'phone', id: `phone:${from}` }
        : { kind: 'user', id: found.id, user, setBy: undefined };
    },
    repository: {
      requestBy: async (reference) => kept.get(reference),
      requestsSince: async (from, sinceMs) =>
        [...kept.values()].filter((one) => one.phone === from && one.at > sinceMs).length,
      keepRequest: async (reference, from, alert, at) => {
        kept.set(reference, { phone: from, alert, at });
      },
    },
    deadline: (_severity, sinceMs) => sinceMs + 15 * 60_000,
    brake: (what) => brake.hold(what),
    timeZone: 'Europe/Paris',
    clock,
  });
  let texts = 0;
  const say = async (text: string, from: string = phone, reference = String(texts++), at = clock.now()) =>
    requests.command({ from: from as Msisdn, text, at, route: 'a', isMeant: false, reference });
  return { alerts, clock, kept, say };
};

describe('a request for an alert by SMS', () => {
  test.each([
    ['ALERTE INCENDIE quartier nord', 'incendie', { lieu: 'quartier nord' }],
    ['alerte: feu quartier nord', 'incendie', { lieu: 'quartier nord' }],
    ['Alert coupure eau rue basse; 18h', 'coupure eau', { lieu: 'rue basse', heure: '18h' }],
    ['ALERTE coupure rue basse; 18h', 'coupure eau', { lieu: 'rue basse', heure: '18h' }],
    ['ALERTE 7', 'crue vallee', {}],
    ['ALERTE Crüe  Vallée', 'crue vallee', {}],
  ])('%j makes a draft of the scenario, which waits for its approval', async (text, title, values) => {
    const { alerts, say } = rig();
    const done = await say(text);
    expect(done).toMatchObject({ handledAs: 'request' });
    expect(done?.reply).toMatch(
      new RegExp(
        `^Received: ${title}, alert 1\\. It is NOT sent yet: approval is awaited until \\d\\d:\\d\\d\\.$`,
      ),
    );
    expect(alerts.steps).toEqual(['create 1', 'request 1']);
    expect(alerts.draft(1)).toMatchObject({ title, values, source: 'sms' });
  });

  test('is not taken from the phone of a user who is disabled, though the phone is configured', async () => {
    const { alerts, say } = rig();
    expect(await say('ALERTE incendie nord', disabled)).toBeUndefined();
    expect(alerts.steps).toEqual([]);
    expect(await say('ALERTE incendie nord')).toBeDefined();
  });

  test('is told its deadline by the clocks of the place, wherever the machine is', async () => {
    const { clock, say } = rig(officer(1, { mayPrepare: true }));
    expect(new Date(clock.now()).toISOString()).toMatch(/T00:00:/);
    expect((await say('ALERTE 7', String(officer(1).phone)))?.reply).toContain("jusqu'à 01:15.");
  });

  test('is made in the name of the user of the phone, who is never the second person of it', async () => {
    const { alerts, say } = rig(officer(1, { mayPrepare: true }), officer(2));
    expect((await say('ALERTE 7', String(officer(1).phone)))?.reply).toMatch(/^Noté : crue vallee/);
    expect(alerts.actors[0]).toMatchObject({ id: 'user:1' });
    expect(await say('ALERTE 7', String(officer(2).phone))).toBeUndefined();
    expect(await say('ALERTE 7', '+33639980099')).toBeUndefined();
    expect(await say('bonjour alerte 7')).toBeUndefined();
  });

  test('names the scenarios if it names none, and what is missing if a value is', async () => {
    const { alerts, say } = rig();
    expect((await say('ALERTE tsunami'))?.reply).toBe(
      'NOT received: no such scenario. There are: crue vallee, fuite, incendie, coupure eau',
    );
    expect((await say('ALERTE coupure eau rue basse'))?.reply).toBe(
      'NOT received: coupure eau needs heure. Write it after the name.',
    );
    expect((await say(`ALERTE feu ${'x'.repeat(40)}`))?.reply).toMatch(/place is longer than 30/);
    expect((await say('ALERTE 7 vite'))?.reply).toMatch(/has no place for "vite"/);
    expect(alerts.steps).toEqual([]);
  });

  test('that is handled again after a crash makes no second alert', async () => {
    const { alerts, say } = rig();
    const first = await say('ALERTE feu nord', phone, 'inbox 1');
    expect(await say('ALERTE feu nord', phone, 'inbox 1')).toEqual(first);
    expect(alerts.kept.size).toBe(1);
  });

  test('that repeats another one is held, so is one too many in an hour, and a flood is not answered', async () => {
    const { alerts, clock, say } = rig();
    await say('ALERTE feu nord');
    expect((await say('ALERTE feu nord'))?.reply).toMatch(/the same was asked/);
    await say('ALERTE feu sud');
    await say('ALERTE feu est');
    expect((await say('ALERTE feu ouest'))?.reply).toMatch(/too many requests/);
    const flood = await Promise.all(Array.from({ length: 200 }, (_, index) => say(`ALERTE feu ${index}`)));
    expect(flood.filter((done) => done?.reply !== undefined).length).toBeLessThanOrEqual(4);
    expect(alerts.kept.size).toBe(3);
    await clock.advance(HOUR_MS);
    expect((await say('ALERTE feu ouest'))?.reply).toMatch(/^Received/);
  });

  test('that waited for more than a quarter of an hour is left to people', async () => {
    const { clock, say } = rig();
    const at = clock.now();
    await clock.advance(16 * 60_000);
    expect(await say('ALERTE 7', phone, 'late', at)).toBeUndefined();
  });

  test('has a reply that fits in one GSM 7-bit part', () => {
    const long = 'x'.repeat(300);
    const answers: readonly RequestAnswer[] = [
      { kind: 'received', name: long, alert: 12_345, by: '03:25' },
      { kind: 'waiting', name: long, alert: 12_345 },
      { kind: 'unknownScenario', names: [long, long] },
      { kind: 'unknownScenario', names: [] },
      { kind: 'missing', name: long, names: [long] },
      { kind: 'tooMuch', name: long, rest: long },
      { kind: 'unfit', name: long, why: long },
      { kind: 'held' },
      { kind: 'tooMany' },
    ];
    for (const answer of answers) {
      for (const language of ['fr', 'en'] as const) {
        const text = requestReply(answer, language);
        expect(septetCount(text), text).toBeLessThanOrEqual(160);
      }
    }
  });
});

test('values that a text gives twice, or for no place, are not lost without a word', () => {
  expect(readValues('a; b; c', ['lieu', 'heure'])).toEqual({ kind: 'tooMuch', rest: 'c' });
  expect(readValues('couleur=rouge', ['lieu', 'heure'])).toEqual({ kind: 'missing', names: ['heure'] });
  expect(readValues('', [])).toEqual({ kind: 'values', values: {} });
});
