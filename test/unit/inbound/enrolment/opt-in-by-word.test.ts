import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeSentTo, openList } from '../../../support/inbound/open-lists.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { contactAt, numberAt } from '../../../support/people/people.ts';
import { HOUR_MS, T0 } from '../../../support/store/messages.ts';

const PHONE = numberAt(50);
const OTHER = numberAt(51);
const everything = (number: typeof PHONE) =>
  ({ number, listId: 0, source: 'sms', evidence: 'STOP', at: T0 }) as const;

let rig: PhoneRig;
let list: number;
beforeEach(async () => {
  rig = await PhoneRig.open();
  list = await openList(rig, 'Crue de la Garonne', 'INSCRIPTION CRUE');
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const last = async (number = PHONE) => (await rig.textsTo(number)).at(-1);
const member = (number = PHONE) => rig.store.members.get(list, number);
const wrong = (code: string) => (code === '0000' ? '1111' : '0000');

describe('a phone that writes the word of a list with double opt-in', () => {
  test('is asked, and is a member with the proof only once it has sent back the code', async () => {
    expect(await rig.say('inscription  Crué !', PHONE)).toMatchObject({ handledAs: 'enrolment' });
    const question = await last();
    expect(question).toMatch(
      /^Inscription "Crue de la Garonne" : répondez OUI \d{4} pour confirmer\. .* YES \d{4}\.$/,
    );
    expect(await member()).toBeUndefined();
    expect(await rig.store.contacts.find(PHONE)).toBeUndefined();
    const said = `Oui ${await codeSentTo(rig, PHONE)}`;
    expect(await rig.say(said, PHONE)).toMatchObject({ handledAs: 'enrolment' });
    expect(await member()).toMatchObject({ consent: 'given', consentSource: 'sms' });
    expect(await last()).toBe(
      'Inscription faite : Crue de la Garonne. Nos messages viennent de PREFECTURE. Se désinscrire : STOP.',
    );
    const { optIns, contact } = await rig.store.persons.read(PHONE, []);
    expect(contact).toMatchObject({ source: 'sms' });
    expect(optIns).toEqual([
      {
        listId: list,
        text: 'inscription  Crué !',
        at: rig.disk.clock.now(),
        route: 'carrier-a',
        question,
        answer: said,
        answeredAt: rig.disk.clock.now(),
      },
    ]);
  });

  test('is not a member when somebody sends a wrong code, and begins again after five', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    const code = await codeSentTo(rig, PHONE);
    for (let time = 0; time < 5; time++) {
      expect(await rig.say(`YES ${wrong(code)}`, PHONE)).toMatchObject({ handledAs: 'enrolment' });
    }
    expect(await rig.say(`OUI ${code}`, PHONE)).toMatchObject({ handledAs: 'inbox' });
    expect(await member()).toBeUndefined();
  });

  test('is not a member when its answer comes after a day', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    const code = await codeSentTo(rig, PHONE);
    await rig.disk.clock.advance(24 * HOUR_MS + 1);
    expect(await rig.say(`OUI ${code}`, PHONE)).toMatchObject({ handledAs: 'inbox' });
    expect(await member()).toBeUndefined();
    expect(await rig.say('INSCRIPTION CRUE', PHONE)).toMatchObject({ handledAs: 'enrolment' });
    expect(await last()).toContain('répondez OUI');
  });

  test('keeps the code when it asks again, and gets it again when it answers without it', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    const question = await last();
    await rig.say('INSCRIPTION CRUE', PHONE);
    await rig.say('oui', PHONE);
    expect(await rig.textsTo(PHONE)).toEqual([question, question, question]);
  });

  test('can confirm after a restart', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    await rig.restart();
    await rig.say(`OUI ${await codeSentTo(rig, PHONE)}`, PHONE);
    expect(await member()).toMatchObject({ consent: 'given' });
  });

  test('is asked about at most three lists at a time; a fourth is left to a person', async () => {
    for (const word of ['NEIGE', 'VENT', 'FEUX']) await openList(rig, word, word);
    for (const word of ['INSCRIPTION CRUE', 'NEIGE', 'VENT']) await rig.say(word, PHONE);
    expect(await rig.say('FEUX', PHONE)).toMatchObject({ handledAs: 'inbox' });
    expect(await rig.textsTo(PHONE)).toHaveLength(3);
  });

  test('is forgotten a day after the end of its question, with the next message of any phone', async () => {
    const pending = async () => (await rig.store.enrolled(PHONE, 0)).pending.length;
    await rig.say('INSCRIPTION CRUE', PHONE);
    expect(await pending()).toBe(1);
    await rig.disk.clock.advance(49 * HOUR_MS);
    await rig.say('bonjour', OTHER);
    expect(await pending()).toBe(0);
  });

  test('takes the proof along when the contact gets a new number', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    await rig.say(`OUI ${await codeSentTo(rig, PHONE)}`, PHONE);
    const contact = await rig.store.contacts.find(PHONE);
    await rig.store.contacts.replace(contact?.id ?? 0, contactAt(51), undefined, T0);
    expect((await rig.store.persons.read(OTHER, [])).optIns).toMatchObject([{ listId: list }]);
    expect((await rig.store.persons.read(PHONE, [])).optIns).toEqual([]);
  });

  test('gets no more replies than any phone in an hour', async () => {
    for (let time = 0; time < 9; time++) await rig.say('INSCRIPTION CRUE', PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(4);
  });

  test('is a member only of the list whose code it sends', async () => {
    const snow = await openList(rig, 'Neige', 'NEIGE');
    await rig.say('INSCRIPTION CRUE', PHONE);
    await rig.say('NEIGE', PHONE);
    await rig.say(`OUI ${await codeSentTo(rig, PHONE)}`, PHONE);
    expect(await rig.store.members.get(snow, PHONE)).toMatchObject({ consent: 'given' });
    expect(await member()).toBeUndefined();
  });

  test('is not enrolled by the code of another phone', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    const code = await codeSentTo(rig, PHONE);
    expect(await rig.say(`OUI ${code}`, OTHER)).toMatchObject({ handledAs: 'inbox' });
    expect(await member(OTHER)).toBeUndefined();
  });
});

describe('a phone that writes the word of a list', () => {
  test('is a member at once if the list asks for no code', async () => {
    const snow = await openList(rig, 'Neige', 'NEIGE', { double: false });
    expect(await rig.say('Neige', PHONE)).toMatchObject({ handledAs: 'enrolment' });
    expect(await rig.store.members.get(snow, PHONE)).toMatchObject({
      consent: 'given',
      consentSource: 'sms',
    });
    expect(await rig.say('Neige', PHONE)).toMatchObject({ handledAs: 'enrolment' });
    expect(await last()).toBe('Déjà inscrit : Neige. Se désinscrire : STOP.');
  });

  test('joins nothing if the word is only a part of the text', async () => {
    expect(await rig.say('pas d’inscription crue merci', PHONE)).toMatchObject({ handledAs: 'inbox' });
    expect(await rig.sent()).toEqual([]);
  });

  test('is told to write START first if it opted out of everything, and is a member of nothing', async () => {
    await rig.store.optOut(everything(PHONE));
    await rig.say('inscription crue', PHONE);
    expect(await last()).toBe(
      'Vous aviez écrit STOP : vous ne recevez rien de nous. Répondez START, puis INSCRIPTION CRUE.',
    );
    await rig.say('START', PHONE);
    await rig.say('inscription crue', PHONE);
    await rig.say(`OUI ${await codeSentTo(rig, PHONE)}`, PHONE);
    expect(await member()).toMatchObject({ consent: 'given' });
  });

  test('gets messages of a list again that it left, with both steps in the log of opt-outs', async () => {
    await openList(rig, 'Neige', 'NEIGE', { double: false });
    await rig.say('NEIGE', PHONE);
    await rig.store.optOut({ ...everything(PHONE), listId: list + 1 });
    await rig.say('NEIGE', PHONE);
    expect(await rig.store.isOptedOut(PHONE, list + 1)).toBe(false);
  });

  test('becomes one who agreed if it was on the list without having been asked', async () => {
    const snow = await openList(rig, 'Neige', 'NEIGE', { double: false, kind: 'emergency' });
    await rig.store.contacts.create(contactAt(50), T0);
    await rig.store.members.put({
      listId: snow,
      number: PHONE,
      consent: 'unknown',
      consentSource: 'file',
      consentAt: 0,
    });
    await rig.say('NEIGE', PHONE);
    expect(await rig.store.members.get(snow, PHONE)).toMatchObject({
      consent: 'given',
      consentSource: 'sms',
    });
  });

  test('opts out by STOP as before, which nothing may prevent', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    expect(await rig.say('STOP', PHONE)).toMatchObject({ handledAs: 'optOut' });
    const code = /OUI (\d{4})/.exec((await rig.textsTo(PHONE))[0] ?? '')?.[1];
    await rig.say(`OUI ${code}`, PHONE);
    expect(await last()).toContain('Répondez START, puis INSCRIPTION CRUE.');
    expect(await member()).toBeUndefined();
  });

  test('gets the welcome that the operator wrote, and is told under which name to save a number', async () => {
    await openList(rig, 'Neige', 'NEIGE', {
      double: false,
      welcome: '{list} : de {sender}. STOP pour finir.',
    });
    await rig.say('NEIGE', PHONE);
    expect(await last()).toBe('Neige : de PREFECTURE. STOP pour finir.');
    await rig.close();
    rig = await PhoneRig.open({ sender: '+33639981234', organisation: 'PREFECTURE ALERTE' });
    await openList(rig, 'Neige', 'NEIGE', { double: false });
    await rig.say('NEIGE', PHONE);
    expect(await last()).toBe(
      'Inscription faite : Neige. Enregistrez +33639981234 sous le nom "PREFECTURE ALERTE". Se désinscrire : STOP.',
    );
  });
});
