import { expect, test } from 'vitest';
import { draftOf, formNow, type SeenUser } from '../../../../src/console/rooms/settings/users/user-draft.ts';

const seen: SeenUser = { roles: ['operator'], language: 'fr', phone: '+33639980003', version: 4 };
const typed = { ...draftOf(seen), phone: '+33639980009' };

test('a role that another admin took away meanwhile is not given back by saving a phone number', () => {
  const newest = { ...seen, roles: ['viewer' as const], version: 5 };
  const form = formNow({ seen, draft: typed }, newest);
  expect(form).toEqual({ seen, draft: typed, isStale: true });
});

test('a form in which nothing was typed shows what another admin changed', () => {
  const newest = { ...seen, roles: ['viewer' as const], version: 5 };
  const form = formNow({ seen, draft: draftOf(seen) }, newest);
  expect(form).toEqual({ seen: newest, draft: draftOf(newest), isStale: false });
});

test('a user who was disabled meanwhile can still be given another phone', () => {
  const newest = { ...seen, version: 5 };
  expect(formNow({ seen, draft: typed }, newest)).toEqual({ seen: newest, draft: typed, isStale: false });
});

test('an older answer that comes after a save changes nothing', () => {
  const saved = { ...seen, phone: '+33639980009', version: 5 };
  const form = { seen: saved, draft: draftOf(saved) };
  expect(formNow(form, seen)).toEqual({ ...form, isStale: false });
});
