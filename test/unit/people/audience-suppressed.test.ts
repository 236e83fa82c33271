import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Audience } from '../../../src/domain/people/audience.ts';
import { EVERY_LIST_ID } from '../../../src/domain/people/opt-out.ts';
import { audienceParts } from '../../support/people/audience-parts.ts';
import { contactAt, forgetPeople, numberAt } from '../../support/people/people.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => forgetPeople(disk.path));
afterAll(() => disk.remove());
const { contacts, list, segment, join, optOut, people } = audienceParts(() => disk.store);

describe('a person whose messages are suppressed', () => {
  test('is one who opted out of every list, contact or not, unless the alert overrides opt-outs', async () => {
    await contacts(contactAt(1), contactAt(2));
    await optOut(1, EVERY_LIST_ID);
    await optOut(7, EVERY_LIST_ID);
    const audience: Audience = { include: [{ numbers: [1, 2, 7, 8].map(numberAt) }] };
    expect(await people(audience)).toEqual(['0001 optedOut', '0002', '0007 optedOut', '0008']);
    expect(await people(audience, true)).toEqual(['0001', '0002', '0007', '0008']);
  });

  test('is one who opted out of every list that reaches them', async () => {
    await contacts(contactAt(1), contactAt(2), contactAt(3));
    const [one, two] = [await list(), await list()];
    await join(one, 1, 2, 3);
    await join(two, 2, 3);
    for (const n of [1, 2, 3]) await optOut(n, one);
    await optOut(3, two);
    const audience: Audience = { include: [{ list: one }, { list: two }] };
    expect(await people(audience)).toEqual(['0001 optedOut', '0002', '0003 optedOut']);
    expect(await people({ include: [{ list: one }] })).toEqual([
      '0001 optedOut',
      '0002 optedOut',
      '0003 optedOut',
    ]);
    expect(await people({ include: [{ list: two }], within: [{ list: one }] })).toEqual([
      '0002 optedOut',
      '0003 optedOut',
    ]);
  });

  test('is one without consent to an information list, or who refused an emergency list, even if the alert overrides opt-outs', async () => {
    await contacts(contactAt(1), contactAt(2), contactAt(3));
    const [emergency, information] = [await list('emergency'), await list('information')];
    await join(emergency, 1, [2, 'given'], [3, 'refused']);
    await join(information, 1, [2, 'given'], [3, 'refused']);
    for (const override of [false, true]) {
      expect(await people({ include: [{ list: emergency }] }, override)).toEqual([
        '0001',
        '0002',
        '0003 noConsent',
      ]);
      expect(await people({ include: [{ list: information }] }, override)).toEqual([
        '0001 noConsent',
        '0002',
        '0003 noConsent',
      ]);
    }
  });

  test('is one whom a segment reaches only by a list that they opted out of', async () => {
    await contacts(contactAt(1), contactAt(2, { language: 'fr' }));
    const one = await list();
    await join(one, 1, 2);
    await optOut(1, one);
    await optOut(2, one);
    const reached = await segment({ or: [{ list: one }, { field: 'language', op: 'eq', value: 'fr' }] });
    expect(await people({ include: [{ segment: reached }] })).toEqual(['0001 optedOut', '0002']);
  });

  test('is one who opted out of a list that a segment names within "not", or within two of them', async () => {
    await contacts(contactAt(1), contactAt(2));
    const [one, two] = [await list(), await list()];
    await join(one, 1, 2);
    await join(two, 1);
    await optOut(1, one);
    await optOut(1, two);
    const oneOrNotTwo = await segment({ or: [{ list: one }, { not: { list: two } }] });
    expect(await people({ include: [{ segment: oneOrNotTwo }] })).toEqual(['0001 optedOut', '0002']);
    const notNotOne = await segment({ not: { not: { list: one } } });
    expect(await people({ include: [{ segment: notNotOne }] })).toEqual(['0001 optedOut', '0002']);
  });

  test('is excluded by a list in "exclude", even if they opted out of that list', async () => {
    await contacts(contactAt(1), contactAt(2));
    const one = await list();
    await join(one, 1);
    await optOut(1, one);
    const numbers = [1, 2].map(numberAt);
    expect(await people({ include: [{ numbers }], exclude: [{ list: one }] })).toEqual(['0002']);
  });

  test('gets messages again after an opt-in to all lists, or to the list', async () => {
    await contacts(contactAt(1));
    await optOut(1, EVERY_LIST_ID);
    await optOut(1, 7);
    expect(await optOut(1, 7)).toBe(false);
    expect(await disk.store.isOptedOut(numberAt(1), 9)).toBe(true);
    expect(await disk.store.optIn(numberAt(1), 7)).toBe(true);
    expect(await disk.store.isOptedOut(numberAt(1), 7)).toBe(true);
    await optOut(1, 7);
    expect(await disk.store.optIn(numberAt(1), EVERY_LIST_ID)).toBe(true);
    expect(await disk.store.isOptedOut(numberAt(1), 7)).toBe(false);
    expect(await disk.store.optIn(numberAt(1), EVERY_LIST_ID)).toBe(false);
  });
});
