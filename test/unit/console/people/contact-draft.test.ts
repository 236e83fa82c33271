import { expect, test } from 'vitest';
import type { Contact } from '../../../../src/console/api/people/contacts.ts';
import {
  bodyOf,
  draftOf,
  emptyDraft,
  faultsOf,
} from '../../../../src/console/rooms/people/contacts/contact-draft.ts';
import { languageIn, searchOf } from '../../../../src/console/rooms/people/contacts/search.ts';

const CONTACT: Contact = {
  id: 1,
  number: '+33639980001',
  name: null,
  language: 'fr',
  attributes: { floor: 3, staff: true, code: '012' },
  position: { lat: 43.6, lon: 1.44 },
  postalCode: '31000',
  source: 'import 12',
  createdAt: '2026-11-26T00:00:00.000Z',
  updatedAt: '2026-11-26T00:00:00.000Z',
  version: 4,
};

test('a contact that is saved unchanged is the same, with the types of its fields and its origin', () => {
  const { id: _id, createdAt: _made, updatedAt: _at, version: _version, name: _name, ...same } = CONTACT;
  expect(bodyOf(draftOf(CONTACT))).toEqual(same);
});

test('a field that was a number and gets a word becomes a text; one that is emptied is gone', () => {
  const draft = draftOf(CONTACT);
  const attributes = draft.attributes.map((one) =>
    one.name === 'floor' ? { ...one, value: 'rez-de-chaussée' } : { ...one, value: '' },
  );
  expect(bodyOf({ ...draft, attributes }).attributes).toEqual({ floor: 'rez-de-chaussée' });
});

test('wrong fields are found before the gateway is asked', () => {
  const draft = {
    ...emptyDraft,
    number: 'Camille',
    language: '??',
    lat: '91',
    attributes: [
      { name: 'étage', value: '1' },
      { name: '=cmd', value: '2' },
      { name: 'étage', value: '3' },
    ],
  };
  expect(faultsOf(draft)).toEqual({
    number: 'number',
    language: 'language',
    lat: 'position',
    lon: 'position',
    'attribute 1': 'attribute',
    'attribute 2': 'twice',
  });
  expect(faultsOf({ ...emptyDraft, number: '06 39 98 00 01', lat: '43,6', lon: '1,44' })).toEqual({});
});

test('one field searches for a number if there are only digits in it, and else for a name', () => {
  expect(searchOf(' 06.39-98 (00) 01')).toEqual({ number: '0639980001' });
  expect(searchOf('+33 6')).toEqual({ number: '+336' });
  expect(searchOf('+33 (0)6 39 98 00 01')).toEqual({ number: '+33639980001' });
  expect(searchOf('Rue 12')).toEqual({ name: 'Rue 12' });
  expect(searchOf('  ')).toEqual({});
});

test('a filter that is no language is said to be none, and never left out without a word', () => {
  expect(['', ' fr ', 'fr-CA', 'français', 'f'].map(languageIn)).toEqual([
    '',
    'fr',
    'fr-CA',
    undefined,
    undefined,
  ]);
});
