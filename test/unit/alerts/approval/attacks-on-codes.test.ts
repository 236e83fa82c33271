import { afterEach, describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { ApprovalRig, officer } from '../../../support/alerts/approval-rig.ts';

let rig: ApprovalRig;
afterEach(() => rig.remove());

const paged = async (own: Parameters<typeof ApprovalRig.start>[0] = {}) => {
  rig = await ApprovalRig.start(own);
  const { id } = await rig.submitted();
  await rig.untilSent(1);
  return { id, code: rig.code(0) };
};
const state = async (id: number) => (await rig.alert(id)).state;
const reply = async (...said: Parameters<ApprovalRig['say']>) => (await rig.say(...said))?.reply;
const wrongFor = (code: string, by = 1): string => String((Number(code) + by) % 1_000_000).padStart(6, '0');

describe('an answer that says two things approves nothing', () => {
  test.each([
    'OK {} NON',
    'OK {} non, trop tôt',
    'OK {}? no',
    'oui {} mais surtout pas',
    'OK {} ne pas envoyer',
  ])('%j', async (written) => {
    const { id, code } = await paged();
    const done = await rig.say(written.replace('{}', code));
    expect(await state(id)).toBe('pendingApproval');
    expect(done).toMatchObject({ handledAs: 'approval', reply: expect.stringMatching(/^NON approuvé/) });
    await rig.say(`OK ${code}`);
    expect(await state(id)).toBe('approved');
  });
});

describe('guesses', () => {
  test('several codes in one text are one guess, and none of the others is tried', async () => {
    const { id, code } = await paged();
    await rig.say(`OK ${wrongFor(code)} ${code} OK ${code}`);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('a hundred in one instant, with the right code behind the third wrong one, approve nothing', async () => {
    const { id, code } = await paged();
    const guesses = Array.from({ length: 100 }, (_, index) =>
      index === 60 ? `OK ${code}` : `OK ${wrongFor(code, index + 1)}`,
    );
    await Promise.all(guesses.map((text) => rig.say(text)));
    expect(await state(id)).toBe('pendingApproval');
  });

  test('in the name of one officer leave the codes of another, and the console, alone', async () => {
    const { id, code } = await paged();
    await rig.pass(3);
    for (let by = 1; by <= 3; by++) await rig.say(`OK ${wrongFor(code, by)}`);
    await rig.say(`OK ${rig.code(1)}`, officer(2));
    expect(await state(id)).toBe('approved');
  });

  test('in the name of an officer while nothing waits lock nothing that is asked later', async () => {
    rig = await ApprovalRig.start();
    for (let by = 0; by < 30; by++) await rig.say(`OK ${wrongFor('100000', by)}`);
    const { id } = await rig.submitted();
    await rig.untilSent(1);
    await rig.say(`OK ${rig.code(0)}`);
    expect(await state(id)).toBe('approved');
  });
});

describe('a code in other signs', () => {
  test.each([
    ['Arabic-Indic', 0x0660],
    ['Devanagari', 0x0966],
    ['mathematical bold', 0x1d7ce],
  ])('in %s digits is never shown, whether it is read or not', async (_script, zero) => {
    const { code } = await paged();
    const written = [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
    expect(await rig.answers.veil(officer(1).phone, `OK ${written}`)).toBe('OK …');
  });
});

describe('a text of an officer that holds a code, and is no answer', () => {
  test.each([
    '{}',
    'bonjour OK {}',
    "c'est OK pour moi {}",
    "d'accord {}",
    'OK NON {}',
    'NON OK {}',
    'OK code {}',
    'le code est {} ?',
  ])('%j does nothing, is answered, and shows the code to nobody', async (written) => {
    const { id, code } = await paged();
    const done = await rig.say(written.replace('{}', code));
    expect(await state(id)).toBe('pendingApproval');
    expect(done?.reply).toMatch(/^NON approuvé : réponse pas claire/);
    expect(done?.shownAs).toContain('…');
    expect(done?.shownAs).not.toContain(code);
    await rig.say(`OK ${code}`);
    expect(await state(id)).toBe('approved');
  });

  test.each([
    ['from that officer with a word of opt-out', officer(1).phone, 'NON {} STOP'],
    ['from a name', undefined, 'OK {}'],
    ['from the second phone of the officer', '+33639980188' as Msisdn, 'OK {} merci'],
    ['from that officer among other numbers', officer(1).phone, 'rappelez 06 39 98 00 01, {} 12'],
  ])('%s is stored without the code', async (_how, from, written) => {
    const { code } = await paged();
    const shown = await rig.answers.veil(from, written.replace('{}', code));
    expect(shown).toContain('…');
    expect(shown).not.toContain(code);
  });

  test('that is no code counts as a guess, and the text goes on to whoever else reads it', async () => {
    const { id, code } = await paged();
    expect(await rig.say(`au secours, dossier ${wrongFor(code)}`)).toBeUndefined();
    expect(await rig.say(`OK ${wrongFor(code, 2)}`)).toMatchObject({ handledAs: 'approval' });
    expect(await rig.say(`encore ${wrongFor(code, 3)}`)).toBeUndefined();
    expect(await reply(`OK ${code}`)).toMatch(/trop de codes faux/);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('as people read it out, in pairs, is an answer', async () => {
    const { id, code } = await paged();
    const pairs = `${code.slice(0, 2)} ${code.slice(2, 4)} ${code.slice(4)}`;
    expect((await rig.say(`OK ${pairs}`))?.shownAs).toBe('OK …');
    expect(await state(id)).toBe('approved');
  });
});
