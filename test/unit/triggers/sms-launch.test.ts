import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PhonePerson } from '../../../src/domain/access/person-of-phone.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { septetCount } from '../../../src/domain/text/gsm7.ts';
import { newCode, readCode } from '../../../src/triggers/sms/launch-code.ts';
import { type LaunchAnswer, launchReply, readLaunch } from '../../../src/triggers/sms/launch-words.ts';
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

describe('the text of a launch SMS', () => {
  test.each([
    ['LAUNCH 7 7K2M-9QXT', { scenario: '7', code: '7K2M-9QXT', rest: '' }],
    ['lancer crue vallee 7k2m 9qxt', { scenario: 'crue vallee', code: '7k2m9qxt', rest: '' }],
    ['  Launch\n7\t7k2m9qxt ', { scenario: '7', code: '7k2m9qxt', rest: '' }],
    ['LANCER crue 7K2M-9QXT quartier nord', { scenario: 'crue', code: '7K2M-9QXT', rest: 'quartier nord' }],
    ['lancer crue 7k2m 9qxt: lieu=nord', { scenario: 'crue', code: '7k2m9qxt', rest: 'lieu=nord' }],
    ['launch 7 nonsense', { scenario: '7', code: 'nonsense', rest: '' }],
  ])('%j is read as a launch', (text, read) => {
    expect(readLaunch(text, WORDS)?.[0]).toEqual(read);
  });

  test.each([
    ['launch', 'incomplete'],
    ['launch 7', 'incomplete'],
    ['relaunch 7 7K2M-9QXT', undefined],
    ['7 launch 7K2M-9QXT', undefined],
    ['1', undefined],
    ['', undefined],
  ])('%j is read as incomplete, or as another text', (text, read) => {
    expect(readLaunch(text, WORDS)).toEqual(read);
  });

  test('is read in several ways if a word of the name or of a value looks like a code', () => {
    const readings = readLaunch('LANCER personne 7k2m9qxt secteurs', WORDS);
    expect(readings).toContainEqual({ scenario: 'personne', code: '7k2m9qxt', rest: 'secteurs' });
    expect(readLaunch('lancer x abcdefgh jkmnpqrs tvwxyzab 12345678 9abcdefg', WORDS)?.length).toBe(3);
  });

  test('may have its code in upper or lower case, with blanks and hyphens', () => {
    expect(readCode('7k2m-9qxt')).toBe('7K2M9QXT');
    expect(readCode('oil0 ABCD')).toBe('0110ABCD');
    expect(readCode('7K2M-9QX')).toBeUndefined();
    expect(readCode('7K2M-9QX€')).toBeUndefined();
    expect(readCode(newCode())).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(new Set(Array.from({ length: 1000 }, newCode)).size).toBe(1000);
  });

  test('has a reply that fits in one GSM 7-bit part', () => {
    const name = 'crue vallee basse, ecoles';
    const answers: readonly LaunchAnswer[] = [
      { kind: 'launched', name, alert: 12_345 },
      { kind: 'waiting', name, alert: 12_345 },
      { kind: 'awaiting', name, alert: 12_345 },
      { kind: 'outside', name },
      { kind: 'repeats', name, alert: 12_345, repeats: 12_344 },
      ...(['unknownScenario', 'unapproved', 'lapsed'] as const).map((kind) => ({ kind, name })),
      ...(['missing', 'tooMuch', 'unfit'] as const).map((kind) => ({ kind, name, said: 'x'.repeat(200) })),
      ...(['incomplete', 'wrongCode', 'locked', 'usedCode', 'held', 'disabled'] as const).map((kind) => ({
        kind,
      })),
    ];
    for (const answer of answers) {
      for (const language of ['fr', 'en'] as const) {
        expect(septetCount(launchReply(answer, language)), launchReply(answer, language)).toBeLessThanOrEqual(
          160,
        );
      }
    }
  });
});

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
