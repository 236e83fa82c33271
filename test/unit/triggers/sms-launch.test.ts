import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PhonePerson } from '../../../src/domain/access/person-of-phone.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { SmsLaunch } from '../../../src/triggers/sms/sms-launch.ts';
import { StormBrake } from '../../../src/triggers/storm-brake.ts';
import { FakeAlerts } from '../../support/triggers/fake-alerts.ts';
import { fakeScenarios } from '../../support/triggers/fake-scenarios.ts';
import { memoryRepositories } from '../../support/triggers/memory-repositories.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const phone = '+33639980042' as Msisdn;
const byPhone = { route: 'carrier-a', isMeant: false };
const stranger = '+33639980043';
const WORDS = ['launch', 'lancer'];

const rig = async (persons = new Map<string, PhonePerson>()) => {
  const alerts = new FakeAlerts();
  const clock = new VirtualClock();
  const repository = memoryRepositories();
  const brake = new StormBrake({ perMinute: 10, identical: 2, withinMs: 60_000 }, clock, () => {});
  const settings = {
    phones: [phone],
    words: WORDS,
    language: 'en',
    wrongCodes: 3,
    lockedMs: 3_600_000,
  } as const;
  const service = new SmsLaunch(settings, {
    alerts,
    scenarios: fakeScenarios,
    personOf: async (from) => persons.get(from) ?? { kind: 'phone', id: `phone:${from}` },
    repository,
    clock,
    brake: (what) => brake.hold(what),
    refused: async () => {},
  });
  const codes = (await service.issue(phone, 4, { id: 'user:98', name: 'Issuer' })) ?? [];
  let texts = 0;
  const say = (text: string, from: string = phone, reference = String(texts++)) =>
    service.launch(from, text, reference);
  return { alerts, clock, repository, service, codes, say };
};

describe('a launch by SMS', () => {
  test('launches an approved scenario, and each code works once', async () => {
    const { alerts, codes, say } = await rig();
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toBe('Launched: crue vallee. Alert 1.');
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/used before/);
    expect(alerts.steps).toEqual(['create 1', 'launch 1']);
    expect(alerts.draft(1).source).toBe('sms');
    expect(await say(`lancer crue vallee ${codes[1]?.toLowerCase()}`)).toMatch(
      /Launched: crue vallee. Alert 2/,
    );
  });

  test('is refused to the phone of a user who is disabled: it says so, tells operators, and leaves the code unused', async () => {
    const persons = new Map<string, PhonePerson>([[phone, { kind: 'disabled' }]]);
    const { alerts, codes, say } = await rig(persons);
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toBe(
      'NOT launched: the user of this phone is disabled. Call an operator. The code is not used.',
    );
    expect(alerts.steps).toEqual([]);
    persons.clear();
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/^Launched/);
  });

  test('gets no reply if its phone may not launch, or if it is another text', async () => {
    const { alerts, codes, say, service } = await rig();
    for (const from of [stranger, 'BANK', '36111', '']) {
      expect(await say(`LAUNCH 7 ${codes[0]}`, from)).toBeUndefined();
    }
    expect(await say('1')).toBeUndefined();
    expect(await service.issue(stranger as Msisdn, 1, { id: 'user:98', name: 'Issuer' })).toBeUndefined();
    expect(alerts.steps).toEqual([]);
  });

  test.each([
    ['LAUNCH incendie {} quartier nord', 9, { lieu: 'quartier nord' }],
    ['LAUNCH incendie {} lieu = quartier nord', 9, { lieu: 'quartier nord' }],
    ['LAUNCH coupure eau {} quartier nord; 18h', 10, { lieu: 'quartier nord', heure: '18h' }],
    ['LAUNCH 10 {} Heure=18h; lieu=quartier nord', 10, { lieu: 'quartier nord', heure: '18h' }],
    ['LAUNCH 10 {} heure=18h; quartier nord', 10, { lieu: 'quartier nord', heure: '18h' }],
  ])('fills the open places of the scenario: %j', async (text, _scenario, values) => {
    const { alerts, codes, say } = await rig();
    expect(await say(text.replace('{}', String(codes[0])))).toMatch(/^Launched/);
    expect(alerts.draft(1).values).toEqual(values);
  });

  test('names the values that are missing, too many or unfit, and leaves the code unused', async () => {
    const { alerts, codes, say } = await rig();
    const [code] = codes;
    expect(await say(`LAUNCH incendie ${code}`)).toBe(
      'NOT launched: incendie needs lieu. Write it after the code, which is not used.',
    );
    expect(await say(`LAUNCH 10 ${code} quartier nord`)).toMatch(/coupure eau needs heure/);
    expect(await say(`LAUNCH 7 ${code} merci`)).toMatch(/has no place for "merci"/);
    expect(await say(`LAUNCH 9 ${code} ${'x'.repeat(40)}`)).toMatch(/incendie: place is longer than 30/);
    expect(alerts.steps).toEqual([]);
    expect(await say(`LAUNCH incendie ${code} quartier nord`)).toMatch(/^Launched/);
  });

  test('is shown in the inbox without its code, whether it launched anything or not', async () => {
    const { codes, clock, service } = await rig();
    const shown = async (text: string) =>
      (await service.command({ ...byPhone, from: phone, text, at: clock.now(), reference: text }))?.shownAs;
    const [first = '', second = ''] = codes;
    expect(await shown(`LAUNCH 7 ${first}`)).toBe('LAUNCH 7 …');
    expect(await shown(`lancer no such danger ${second.replace('-', ' ')}`)).toBe('lancer no such danger …');
    expect(await shown(`LAUNCH ${second}`)).toBe('LAUNCH …');
    expect(await shown(`LAUNCH incendie ${second} quartier nord`)).toBe('LAUNCH incendie … quartier nord');
  });

  test.each([
    ['that came too late', phone, 'LAUNCH 7 {}', 'LAUNCH 7 …'],
    ['of letters only', phone, 'LAUNCH 7 ABCDEFGH', 'LAUNCH 7 …'],
    ['from another phone', stranger, 'lancer crue {} vite', 'lancer crue … vite'],
    ['with a mistyped word', phone, 'LANCR crue {}', 'LANCR crue …'],
    ['behind an opt-out', phone, 'STOP {}', 'STOP …'],
  ])('%s is kept without its code', async (_which, from, written, shown) => {
    const { codes, service } = await rig();
    const [code = ''] = codes;
    expect(await service.veil(from as Msisdn, written.replace('{}', code))).toBe(shown);
    expect(await service.veil(from as Msisdn, 'au secours, 12 rue Pasteur 31000')).toBeUndefined();
  });

  test('launches nothing if it waited longer than 15 minutes while the gateway was down', async () => {
    const { alerts, codes, clock, service } = await rig();
    const text = `LAUNCH 7 ${codes[0]}`;
    const at = clock.now() - 15 * 60_000 - 1;
    expect(await service.command({ ...byPhone, from: phone, text, at, reference: 'old' })).toBeUndefined();
    expect(alerts.steps).toEqual([]);
    expect(
      await service.command({ ...byPhone, from: phone, text, at: at + 1, reference: 'new' }),
    ).toMatchObject({
      handledAs: 'launch',
      reply: 'Launched: crue vallee. Alert 1.',
    });
  });

  test('has its codes stored only as hashes', async () => {
    const { repository, codes } = await rig();
    const kept = JSON.stringify(
      (await repository.codesOf(phone)).map(({ salt, hash }) => [[...salt], [...hash]].join()),
    );
    for (const code of codes) expect(kept).not.toContain(code.replace('-', ''));
    expect((await repository.codesOf(phone))[0]?.hash).toHaveLength(32);
  });

  test('is refused after three wrong codes, even with a right code, until the lock ends', async () => {
    const { alerts, clock, codes, say, service } = await rig();
    expect(await say('LAUNCH 7 0000-0000')).toMatch(/code is wrong/);
    expect(await say('LAUNCH 7 hello')).toMatch(/code is wrong/);
    expect(await say('LAUNCH 7 0000-0001')).toMatch(/locked/);
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/locked/);
    expect(alerts.steps).toEqual([]);
    expect(await service.phones()).toEqual([
      { phone, unused: 4, used: 0, wrong: 3, lockedUntil: clock.now() + 3_600_000 },
    ]);
    await clock.advance(3_600_000);
    expect(await say('LAUNCH 7 0000-0002')).toMatch(/locked/);
    await clock.advance(3_600_000);
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/Launched/);
    expect((await service.phones())[0]).toMatchObject({ wrong: 0, unused: 3 });
  });

  test('does not use up its code when there is nothing to launch', async () => {
    const { codes, say } = await rig();
    expect(await say(`LAUNCH 99 ${codes[0]}`)).toMatch(/no scenario "99"/);
    expect(await say(`LAUNCH fuite ${codes[0]}`)).toMatch(/not approved/);
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/Launched/);
  });

  test('that is held back by the storm brake does not use up its code', async () => {
    const { codes, say, clock } = await rig();
    await say(`LAUNCH 7 ${codes[0]}`);
    await say(`LAUNCH 7 ${codes[1]}`);
    expect(await say(`LAUNCH 7 ${codes[2]}`)).toMatch(/too many alerts/);
    await clock.advance(60_000);
    expect(await say(`LAUNCH 7 ${codes[2]}`)).toMatch(/Launched/);
  });

  test('gets the reply "NOT launched" when the launch is refused', async () => {
    const { alerts, codes, say } = await rig();
    alerts.refuses = 'the audience is nobody';
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/^NOT launched: crue vallee waits as alert 1/);
  });

  test('is refused with an old code after new codes were issued', async () => {
    const { codes, say, service } = await rig();
    const fresh = (await service.issue(phone, 1, { id: 'user:98', name: 'Issuer' })) ?? [];
    expect(await say(`LAUNCH 7 ${codes[0]}`)).toMatch(/code is wrong/);
    expect(await say(`LAUNCH 7 ${fresh[0]}`)).toMatch(/Launched/);
  });

  test.each([
    [1, false],
    [1, true],
    [2, false],
    [2, true],
  ])(
    'is done once when the same SMS is handled again after a crash at step %i (step done: %s)',
    async (step, after) => {
      const { alerts, codes, say } = await rig();
      alerts.endsAt = { step, after };
      const text = `LAUNCH 7 ${codes[0]}`;
      await expect(say(text, phone, 'inbox 9')).rejects.toThrow();
      alerts.endsAt = undefined;
      expect(await say(text, phone, 'inbox 9')).toMatch(/^Launched/);
      const out = [...alerts.kept.keys()].filter((id) => alerts.textsOf(id).length > 0);
      expect(out.map((id) => alerts.textsOf(id).length)).toEqual([1]);
      expect(await say(text, phone, 'inbox 10')).toMatch(/used before/);
    },
  );

  test('happens once when two SMS with the same code come at the same moment', async () => {
    const { alerts, codes, say } = await rig();
    const answers = await Promise.all([say(`LAUNCH 7 ${codes[0]}`), say(`LAUNCH 7 ${codes[0]}`)]);
    expect(answers.map((answer) => /^Launched/.test(answer ?? ''))).toEqual([true, false]);
    expect(alerts.kept.size).toBe(1);
  });

  test('never throws, whatever text comes from any phone', async () => {
    const { say, alerts } = await rig();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom(phone, stranger, ''),
        async (text, from) => {
          expect(typeof (await say(`launch ${text}`, from))).toMatch(from === phone ? 'string' : 'undefined');
        },
      ),
      { numRuns: 30 },
    );
    expect(alerts.steps).toEqual([]);
  });
});
