import { type Msisdn, toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { ContactData } from '../../../src/domain/people/contact.ts';
import { openBehind } from '../store/behind-the-store.ts';

/** The n-th of the numbers that nobody has: +33 6 39 98 00 00 and up. */
export const numberAt = (n: number): Msisdn => {
  const number = toMsisdn(`+3363998${String(n).padStart(4, '0')}`);
  if (number === undefined || n > 9999) throw new Error(`there is no number ${n}`);
  return number;
};

/** A contact with that number, and nothing else unless it is given. */
export const contactAt = (n: number, data: Partial<ContactData> = {}): ContactData => ({
  number: numberAt(n),
  name: undefined,
  language: undefined,
  attributes: {},
  position: undefined,
  postalCode: undefined,
  source: 'test',
  ...data,
});

/** Empties the tables that tests count on, beside a store that is open: cheaper than a store for each test. */
export const forgetPeople = (path: string): void => {
  using db = openBehind(path);
  db.exec('DELETE FROM contacts; DELETE FROM list_members; DELETE FROM opt_outs');
};
