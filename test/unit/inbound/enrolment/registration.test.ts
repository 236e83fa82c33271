import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { languageOf } from '../../../../src/inbound/enrolment/languages.ts';
import { postalCodeOf } from '../../../../src/inbound/enrolment/postal-code.ts';
import { optInWordFault } from '../../../../src/inbound/enrolment/word-fault.ts';
import { openList } from '../../../support/inbound/open-lists.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { contactAt, numberAt } from '../../../support/people/people.ts';
import { T0 } from '../../../support/store/messages.ts';

const PHONE = numberAt(60);

describe('a language', () => {
  test.each([
    ['en', 'en'],
    ['fra', 'fr'],
    ['anglais', 'en'],
    ['french', 'fr'],
    ['neerlandais', 'nl'],
    ['german', 'de'],
    ['de', 'de'],
    ['fil', 'fil'],
  ])('said as %s is %s', (said, code) => {
    expect(languageOf(said)).toBe(code);
  });

  test.each(['xx', 'qqq', 'barriere', 'de bois'])('said as %s is none', (said) => {
    expect(languageOf(said)).toBeUndefined();
  });
});

test.each([
  ['31 000', 'FR', '31000'],
  ['3100', 'FR', undefined],
  ['1050', 'BE', '1050'],
  ['sw1a 1aa', undefined, 'SW1A 1AA'],
  ['abc', undefined, undefined],
] as const)('the postal code %s in %s is %s', (typed, country, code) => {
  expect(postalCodeOf(typed, country)).toBe(code);
});

test.each(['STOP', 'start', '1', 'SOS', 'deux', 'OUI', 'yes 1234', 'INFO', 'CP 31000', 'LANGUE EN', '!?'])(
  'the word %s can enrol nobody',
  (word) => {
    expect(optInWordFault(word)).toBeDefined();
  },
);

describe('a phone of a contact', () => {
  let rig: PhoneRig;
  beforeEach(async () => {
    rig = await PhoneRig.open({ inbound: { repliesPerHour: 60 } });
    await rig.store.contacts.create(contactAt(60, { language: 'fr' }), T0);
  });
  afterEach(async () => {
    expect(rig.errors).toEqual([]);
    await rig.close();
  });
  const last = async () => (await rig.textsTo(PHONE)).at(-1);

  test('sets its language and its postal code, answered in that language and noted in the audit log', async () => {
    expect(await rig.say('Langue anglais', PHONE)).toMatchObject({ handledAs: 'registration' });
    expect(await last()).toBe('Language stored: en. To change it: LANGUAGE FR.');
    expect(await rig.say('CP: 31 000.', PHONE)).toMatchObject({ handledAs: 'registration' });
    expect(await last()).toBe('Code postal enregistré : 31000. Pour en changer : CP et le nouveau code.');
    expect(await rig.store.contacts.find(PHONE)).toMatchObject({
      language: 'en',
      postalCode: '31000',
      version: 3,
    });
    const filter = { action: 'contact.register', actor: undefined, subject: undefined, since: undefined };
    const { items } = await rig.store.audit(filter as never, { limit: 10, cursor: undefined });
    expect(items.map(({ actor, detail }) => [actor.id, detail])).toEqual([
      [`phone:${PHONE}`, { postalCode: '31000', before: null, inboxId: 2 }],
      [`phone:${PHONE}`, { language: 'en', before: 'fr', inboxId: 1 }],
    ]);
  });

  test('is told by an example if what it wrote is no language or postal code', async () => {
    await rig.say('LANGUE klingonien', PHONE);
    expect(await last()).toBe('Langue inconnue. Écrivez par exemple LANGUE FR ou LANGUE ANGLAIS.');
    await rig.say('POSTCODE 12', PHONE);
    expect(await last()).toBe('This is no postal code. Write for example POSTCODE 31000.');
    expect(await rig.store.contacts.find(PHONE)).toMatchObject({ language: 'fr', version: 1 });
  });

  test('is told by INFO what is stored, without the lists that it left', async () => {
    for (const [index, name] of ['Crue', 'Neige'].entries()) {
      const listId = await openList(rig, name, name);
      await rig.store.members.put({
        listId,
        number: PHONE,
        consent: 'given',
        consentSource: 'form',
        consentAt: T0,
      });
      if (index === 1)
        await rig.store.optOut({ number: PHONE, listId, source: 'sms', evidence: 'x', at: T0 });
    }
    await rig.say('INFO', PHONE);
    expect(await last()).toBe(
      'Listes : Crue. Langue : fr. Code postal : -. Changer : LANGUE EN, CP 31000. Fin : STOP.',
    );
    await rig.store.optOut({ number: PHONE, listId: 0, source: 'sms', evidence: 'x', at: T0 });
    await rig.say('INFO', PHONE);
    expect(await last()).toBe(
      'Vous avez écrit STOP : vous ne recevez rien. Langue : fr. Code postal : -. Revenir : START.',
    );
  });

  test('is not taken for a command in a longer text', async () => {
    for (const text of [
      'CP bloqué',
      'language barrier in this street',
      'info trafic',
      'langue de bois alors',
    ])
      expect(await rig.say(text, PHONE)).toMatchObject({ handledAs: 'inbox' });
    expect(await rig.say('language barrier, please help us', PHONE)).toMatchObject({ handledAs: 'help' });
    expect(await rig.sent()).toEqual([]);
  });

  test('that is not known is left to the inbox without a reply, until it has enrolled', async () => {
    const stranger = numberAt(61);
    for (const text of ['CP 31000', 'LANGUE EN', 'INFO'])
      expect(await rig.say(text, stranger)).toMatchObject({ handledAs: 'inbox' });
    expect(await rig.sent()).toEqual([]);
    expect(await rig.store.contacts.find(stranger)).toBeUndefined();
    await openList(rig, 'Crue', 'CRUE', { double: false });
    // The two are handled in one go: the second is read when the first is stored.
    await rig.arrive('CRUE', stranger);
    expect(await rig.say('CP 31000', stranger)).toMatchObject({ handledAs: 'registration' });
    expect(await rig.store.contacts.find(stranger)).toMatchObject({ postalCode: '31000' });
  });

  test('answers a question or a keyword first', async () => {
    await rig.store.keywords.create('info', { word: 'INFO', reply: 'Route coupée.' }, T0);
    expect(await rig.say('INFO', PHONE)).toMatchObject({ handledAs: 'keyword' });
    expect(await last()).toBe('Route coupée.');
  });
});
