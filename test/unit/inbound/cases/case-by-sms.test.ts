import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE } from '../../../support/inbound/sent-alerts.ts';
import { HOUR_MS } from '../../../support/store/messages.ts';

const [FIRST = '', SECOND = ''] = DUTY;
let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
  rig.rows.contact(FIRST as never, 'Jean', 'fr');
  await rig.say('au secours, rue Haute', PHONE);
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const first = async () => (await rig.store.getCase(1)) ?? expect.fail('there is no case');
const answerTo = async (text: string, from: string) => {
  expect(await rig.say(text, from)).toMatchObject({ handledAs: 'case' });
  return (await rig.textsTo(from)).at(-1);
};
/** The text with the code of the phone in the place of CODE, which stands for six digits. */
const with_ = (text: string, from = FIRST) => {
  const code = rig.codeTo(from);
  return text.replace('CODE', code).replace('COD-E', `${code.slice(0, 3)}-${code.slice(3)}`);
};

test.each([
  'PRIS 1 CODE',
  'pris 1-CODE.',
  'Pris cas 1, code CODE',
  'je prends 1 CODE',
  'Je prends le cas n° 1 : CODE merci',
  'PRIS 1 COD-E',
  'pris 1 CODE j’arrive dans 10 min',
  'TAKE 1 CODE',
  'take #1 (CODE)',
])('a phone of the duty list takes a case by %j', async (text) => {
  await answerTo(with_(text), FIRST);
  expect(await first()).toMatchObject({ state: 'taken', holder: { id: `phone:${FIRST}`, name: 'Jean' } });
});

test.each(['PRIS 1 CODE non, erreur', 'CLOS 1 CODE pas encore'])('%j does nothing', async (text) => {
  await rig.say(with_(text), FIRST);
  expect(await first()).toMatchObject({ state: 'open' });
});

test('the answer says whose case it is, in the language of the word, and has no code', async () => {
  const [mine, others] = [rig.codeTo(FIRST), rig.codeTo(SECOND)];
  expect(await answerTo(`PRIS 1 ${mine}`, FIRST)).toBe(
    `Cas 1 : il est à vous. ${PHONE} : au secours, rue Haute Quand c'est fini : CLOS 1 et le même code`,
  );
  expect(await answerTo(`TAKE 1 ${others}`, SECOND)).toBe('Case 1 is taken by Jean.');
  expect(await answerTo(`CLOS 1 ${mine}`, FIRST)).toBe('Cas 1 clos.');
  expect(await first()).toMatchObject({ state: 'closed', outcome: 'helped' });
  expect(await answerTo(`close 1 ${mine}`, FIRST)).toBe('Case 1 is closed already.');
  expect(await answerTo('pris 7', FIRST)).toBe("Il n'y a pas de cas 7.");
});

test('the answer is critical, so that it does not wait behind an alert; the reply to an opt-out is not', async () => {
  await answerTo(with_('PRIS 1 CODE'), FIRST);
  await rig.say('STOP', PHONE);
  const priorityOf = async (to: string) => (await rig.sent()).findLast((one) => one.to === to)?.priority;
  expect(await priorityOf(FIRST)).toBe('critical');
  expect(await priorityOf(PHONE)).toBe('normal');
});

describe('a command that does nothing says what to do, in one part', () => {
  const refused = async (text: string, pattern: RegExp) => {
    const reply = (await answerTo(text, FIRST)) ?? '';
    expect(reply).toMatch(pattern);
    expect(analyse(reply)).toMatchObject({ encoding: 'gsm7', parts: 1 });
    expect(await first()).toMatchObject({ state: 'open', holder: undefined });
  };

  test('without a code', () => refused('PRIS 1', /^RIEN n'a changé\. Ajoutez le code .* PRIS 1 CODE$/));
  test('without a code, in English', () => refused('CLOSE 1', /^NOTHING done\. Add the .* CLOSE 1 CODE$/));
  test('with a code of four digits', () => refused('PRIS 1 4821', /le code a 6 chiffres/));
  test('with a wrong code', () => refused(`PRIS 1 ${otherThan(rig.codeTo(FIRST))}`, /code faux/));

  test('with the third wrong code, which voids the code, and says so once', async () => {
    const right = rig.codeTo(FIRST);
    const wrong = otherThan(right);
    await refused(`PRIS 1 ${wrong}`, /code faux/);
    await refused(`PRIS 1 ${wrong}`, /code faux/);
    await refused(`PRIS 1 ${wrong}`, /trois codes faux/);
    expect(await answerTo(`PRIS 1 ${right}`, FIRST)).toMatch(/^CAS 1, .* \(répondez PRIS 1 …\)$/);
    await refused(`PRIS 1 ${right}`, /code faux/);
    expect(rig.warnings.filter((line) => line.startsWith('three wrong codes'))).toHaveLength(1);
  });

  test('after an hour in which the gateway was down', async () => {
    await rig.stopHandling();
    await rig.arrive(with_('PRIS 1 CODE'), FIRST);
    await rig.disk.clock.advance(HOUR_MS + 1);
    await rig.restart();
    expect(await rig.textsTo(FIRST)).toContainEqual(expect.stringMatching(/arrivé trop tard/));
    expect(await first()).toMatchObject({ state: 'open' });
  });

  test('when the code is a day old', async () => {
    const code = rig.codeTo(FIRST);
    // No page comes meanwhile, with a code of its own.
    await rig.idle();
    rig.disk.fill('UPDATE cases SET page_at = NULL');
    await rig.disk.clock.advance(24 * HOUR_MS);
    expect(await answerTo(`PRIS 1 ${code}`, FIRST)).toMatch(/^CAS 1, .* \(répondez PRIS 1 …\)$/);
    expect(await first()).toMatchObject({ state: 'open' });
  });
});

test('the next page has a new code, and the one before it works too, but no older one', async () => {
  const codes = [rig.codeTo(FIRST)];
  for (let page = 0; page < 2; page++) {
    await rig.disk.clock.advance(5 * 60_000);
    await rig.idle();
    codes.push(rig.codeTo(FIRST));
  }
  expect(new Set(codes).size).toBe(3);
  expect(await answerTo(`PRIS 1 ${codes[0]}`, FIRST)).toMatch(/code faux/);
  expect(await answerTo(`PRIS 1 ${codes[1]}`, FIRST)).toMatch(/il est à vous/);
  expect(await answerTo(`CLOS 1 ${codes[2]}`, FIRST)).toBe('Cas 1 clos.');
});

test('a phone that is not on the duty list takes nothing, and gets no answer', async () => {
  expect(await rig.say('PRIS 1', OTHER)).toMatchObject({ handledAs: 'inbox' });
  expect(await rig.say(with_('PRIS 1 CODE'), OTHER)).toMatchObject({ handledAs: 'inbox', text: 'PRIS 1 …' });
  expect(await first()).toMatchObject({ state: 'open' });
  expect(await rig.textsTo(OTHER)).toEqual([]);
});

test('a text of a duty phone that is no command is read as any other, also as a call for help', async () => {
  expect(await rig.say('pris dans les bouchons', FIRST)).toMatchObject({ handledAs: 'inbox' });
  expect(await rig.say('pris 2 heures dans les bouchons', FIRST)).toMatchObject({ handledAs: 'inbox' });
  expect(await rig.say('STOP', SECOND)).toMatchObject({ handledAs: 'optOut' });
  expect(await rig.say('au secours', FIRST)).toMatchObject({ handledAs: 'help' });
  expect((await rig.textsTo(FIRST)).filter((text) => text.includes(`par Jean, ${FIRST}`))).toEqual([]);
});

const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
