import { expect } from 'vitest';
import type { Audience } from '../../../src/domain/people/audience.ts';
import type { ContactData } from '../../../src/domain/people/contact.ts';
import type { ListDefinition } from '../../../src/domain/people/lists.ts';
import type { Rule } from '../../../src/domain/people/rule.ts';
import type { Shape } from '../../../src/kernel/shape/shape.ts';
import type { StoreOnDisk } from '../store/store-on-disk.ts';
import { numberAt } from './people.ts';

/** Makes the people, lists, segments and areas of which audiences are tested, in the given store. */
export const audienceParts = (store: () => StoreOnDisk['store']) => {
  const contacts = async (...data: readonly ContactData[]) => {
    await Promise.all(data.map((one) => store().contacts.create(one, 0)));
  };
  const made = async (created: Promise<{ id: number } | 'taken'>): Promise<number> => {
    const one = await created;
    if (one === 'taken') throw new Error('the name is taken');
    return one.id;
  };
  let names = 0;
  const list = (kind: ListDefinition['kind'] = 'emergency') =>
    made(store().lists.create(`list ${names++}`, { kind }, 0));
  const segment = (rule: Rule) => made(store().segments.create(`segment ${names++}`, rule, 0));
  const area = (shape: Shape) => made(store().areas.create(`area ${names++}`, shape, 0));
  const join = async (
    listId: number,
    ...ns: readonly (number | [n: number, consent: 'given' | 'refused'])[]
  ) => {
    for (const entry of ns) {
      const [n, consent] = typeof entry === 'number' ? [entry, 'unknown' as const] : entry;
      const membership = { listId, number: numberAt(n), consent, consentSource: 'a form', consentAt: 1 };
      expect(await store().members.put(membership)).toMatchObject({ kind: 'put' });
    }
  };
  const optOut = (n: number, listId: number) =>
    store().optOut({ number: numberAt(n), listId, source: 'sms', evidence: 'STOP', at: 5 });

  /**
   * Reads all pages, two persons at a time; returns the last four digits, with the reason for those who are suppressed.
   */
  const people = async (audience: Audience, overrideOptOut = false): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await store().audiencePage(audience, after, 2, { overrideOptOut });
      found.push(
        ...page.map(
          ({ number, suppressed }) =>
            `${number.slice(-4)}${suppressed === undefined ? '' : ` ${suppressed}`}`,
        ),
      );
      const last = page.at(-1);
      if (page.length < 2 || last === undefined) break;
      after = last.number;
    }
    const count = await store().countAudience(audience, { overrideOptOut });
    expect(count.people).toBe(found.length);
    expect(Object.values(count.suppressed).reduce((sum, n) => sum + n)).toBe(
      found.filter((one) => one.includes(' ')).length,
    );
    return found;
  };
  return { contacts, list, segment, area, join, optOut, people };
};

export const inSaintMalo: Shape = {
  polygon: [
    [48.6, -2.1],
    [48.7, -2.1],
    [48.7, -1.9],
    [48.6, -1.9],
    [48.6, -2.1],
  ],
};
