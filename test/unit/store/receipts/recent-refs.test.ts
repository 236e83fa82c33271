import { describe, expect, test } from 'vitest';
import { RecentRefs } from '../../../../src/store/rules/receipts/recent-refs.ts';
import { beginAt, hashing, SettledTable } from '../../../../src/store/rules/receipts/settled-table.ts';

const TO = '+33639980001';
const OTHER = '+33639980002';

const { hash64 } = hashing();

const known = (evidence: string, named: { id: string; to: string | undefined } = { id: '12ab', to: TO }) => ({
  recipient: TO,
  named,
  evidence,
});

describe.each(['in the transaction that stores them', 'after it'])(
  'of the receipts that came lately, %s,',
  (when) => {
    const refs = new RecentRefs();
    refs.add('carrier-a', '0012AB', known('id:12ab stat:DELIVRD'));
    refs.add('carrier-a', '77', known('id:77 stat:DELIVRD', { id: '77', to: undefined }));
    if (when === 'after it') refs.committed();

    test('one is known by its carrier, its id without leading zeros, its text and the phone that it names', () => {
      expect(refs.has('carrier-a', '12AB', TO, 'id:12ab stat:DELIVRD')).toBe(true);
      expect(refs.has('carrier-b', '12AB', TO, 'id:12ab stat:DELIVRD')).toBe(false);
      expect(refs.has('carrier-a', '12AC', TO, 'id:12ab stat:DELIVRD')).toBe(false);
      expect(refs.has('carrier-a', '12AB', OTHER, 'id:12ab stat:DELIVRD')).toBe(false);
      expect(refs.has('carrier-a', '12AB', undefined, 'id:12ab stat:DELIVRD')).toBe(false);
      expect(refs.has('carrier-a', '12AB', TO, 'id:12ab stat:UNDELIV')).toBe(false);
      expect(refs.has('carrier-a', '77', undefined, 'id:77 stat:DELIVRD')).toBe(true);
    });

    test('a part is known by its recipient, and by the spelling of its id in the receipt', () => {
      expect(refs.knows('carrier-a', '12AB', TO, '12AB')).toBe(true);
      expect(refs.knows('carrier-a', '12AB', TO, '12ab')).toBe(true);
      expect(refs.knows('carrier-a', '12AB', TO, '4779')).toBe(false);
      expect(refs.knows('carrier-a', '12AB', OTHER, '12AB')).toBe(false);
      expect(refs.hadReceipt('carrier-a', '12AB', TO)).toBe(true);
      expect(refs.hadReceipt('carrier-a', '12AB', undefined)).toBe(true);
      expect(refs.hadReceipt('carrier-a', '12AB', OTHER)).toBe(false);
    });
  },
);

test('a receipt of a savepoint that is rolled back is not known, and those before it are', () => {
  const refs = new RecentRefs();
  refs.add('carrier-a', '1', known('id:1'));
  const mark = refs.mark();
  refs.add('carrier-a', '2', known('id:2'));
  refs.backTo(mark);
  refs.committed();
  expect([refs.hadReceipt('carrier-a', '1', TO), refs.hadReceipt('carrier-a', '2', TO)]).toEqual([
    true,
    false,
  ]);
});

test('the last 20,000 receipts at least are known, and 40,000 at most', () => {
  const refs = new RecentRefs();
  const all = Array.from({ length: 70_000 }, (_, index) => String(index));
  for (const ref of all) {
    refs.add('carrier-a', ref, known(`id:${ref}`));
    refs.committed();
  }
  const isKnown = (ref: string): boolean => refs.has('carrier-a', ref, TO, `id:${ref}`);
  expect(all.slice(-20_000).every(isKnown)).toBe(true);
  expect(all.filter(isKnown).length).toBeLessThanOrEqual(40_000);
});

test('a table has for each key what was set last, as many keys as it may have, and nothing once it is cleared', () => {
  const table = new SettledTable(5000);
  const model = new Map<string, number>();
  for (let index = 0; index < 12_000 && !table.isFull; index++) {
    const key = `key ${(index * 7919) % 6000}`;
    model.set(key, index);
    table.set(hash64(key), { recipient: index, named: undefined, evidence: hash64(`text ${index}`) });
  }
  expect(table.isFull).toBe(true);
  expect(model.size).toBe(5000);
  for (const [key, index] of model) {
    const evidence = hash64(`text ${index}`);
    expect(table.get(hash64(key))).toEqual({ recipient: index, named: undefined, evidence });
  }
  expect(table.get(hash64('another key'))).toBeUndefined();
  table.clear();
  expect(table.get(hash64('key 0'))).toBeUndefined();
  expect(table.isFull).toBe(false);
});

test('no two of 200,000 ids and texts of receipts have one hash, nor do two keys that only join alike', () => {
  const hashes = new Set<string>();
  for (let index = 0; index < 100_000; index++) {
    hashes.add(hash64('carrier-a', index.toString(16)).join());
    hashes.add(hash64(`id:${index} sub:001 dlvrd:001 stat:DELIVRD err:000`).join());
  }
  expect(hashes.size).toBe(200_000);
  expect(hash64('ab', 'c')).not.toEqual(hash64('a', 'bc'));
});

test('a receipt of a savepoint that is rolled back gives its place back to the one before, of the same id', () => {
  const refs = new RecentRefs();
  refs.add('carrier-a', '1', known('part 1'));
  const mark = refs.mark();
  refs.add('carrier-a', '1', known('part 2'));
  refs.add('carrier-a', '01', known('part 3'));
  refs.backTo(mark);
  refs.committed();
  expect(['part 1', 'part 2', 'part 3'].map((text) => refs.has('carrier-a', '1', TO, text))).toEqual([
    true,
    false,
    false,
  ]);
});

test('nodes of every version have one hash for a text, since they tell each other hashes', () => {
  const { hash64: ofNodes, hash32 } = hashing(beginAt(123_456_789_012));
  expect(ofNodes('carrier-a', '12ab')).toEqual([351_155_801, 90_560_475]);
  expect(ofNodes('id:12ab stat:DELIVRD')).toEqual([713_147_510, 3_816_950_213]);
  expect(hash32('+33639980001')).toBe(145_989_665);
});
