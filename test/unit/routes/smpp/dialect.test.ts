import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutZeros } from '../../../../src/domain/routes/carrier-ref.ts';
import { Dialect } from '../../../../src/routes/smpp/receive/dialect.ts';

/** A carrier's numeric id in each base and case in which carriers write it. */
const spell = {
  dec: (value: bigint) => value.toString(),
  hex: (value: bigint) => value.toString(16),
  HEX: (value: bigint) => value.toString(16).toUpperCase(),
  dec10: (value: bigint) => value.toString().padStart(20, '0'),
  hex8: (value: bigint) => value.toString(16).padStart(16, '0'),
};
type Spelling = keyof typeof spell;
const spellings = Object.keys(spell) as Spelling[];

const id64 = fc.bigInt({ min: 1n, max: 2n ** 63n });

const TO = '+33639980001';
const ANOTHER = '+33639980002';

const learn = (dialect: Dialect, times: number, receiptId: string, ref: string): void => {
  for (let i = 0; i < times; i++) dialect.fared(receiptId, { kind: 'matched', ref }, TO);
};

describe('with receiptId auto', () => {
  test.each(spellings.flatMap((response) => spellings.map((receipt) => [response, receipt] as const)))(
    'an id that the response spells %s is found when the receipt spells it %s',
    (response, receipt) => {
      fc.assert(
        fc.property(id64, (value) => {
          const refs = new Dialect('auto').refs(spell[receipt](value)).map(withoutZeros);
          expect(refs).toContain(withoutZeros(spell[response](value)));
        }),
      );
    },
  );

  test('ids of 64 bits lose no digit', () => {
    expect(new Dialect('auto').refs('18446744073709551615')).toContain('ffffffffffffffff');
    expect(new Dialect('auto').refs('FFFFFFFFFFFFFFFF')).toContain('18446744073709551615');
  });

  test('an id that is not a number is looked for as it is', () => {
    const id = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
    expect(new Dialect('auto').refs(id)).toEqual([id]);
  });

  test('an id longer than any number is looked for as it is, in upper and lower case', () => {
    const id = 'abcdef0123456789abcdef';
    expect(new Dialect('auto').refs(id)).toEqual([id, id.toUpperCase()]);
  });

  test('any id in a receipt gives at least one id to look for', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(new Dialect('auto').refs(id)[0]).toBe(id);
      }),
    );
  });
});

describe('learning how receipts spell ids', () => {
  test('a spelling that matched twenty times in a row is the only one that is tried from then on', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 19, '11259375', 'abcdef');
    expect(dialect.spelling).toBeUndefined();
    learn(dialect, 1, '11259375', 'abcdef');
    expect(dialect.spelling).toBe('dec');
    expect(dialect.refs('255')).toEqual(['ff', 'FF']);
  });

  test('the spelling of receipts that repeat the id unchanged is learnt', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 20, '4711', '4711');
    expect(dialect.spelling).toBe('as-is');
    expect(dialect.refs('4712')).toEqual(['4712']);
  });

  test('the spelling of receipts that have a decimal id in hexadecimal is learnt', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 20, 'FF', '255');
    expect(dialect.spelling).toBe('hex');
    expect(dialect.refs('100')).toEqual(['256']);
  });

  test('a receipt that matches no message makes all spellings be tried again', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 20, '4711', '4711');
    dialect.fared('4712', { kind: 'kept', reason: 'unknown' }, TO);
    expect(dialect.spelling).toBeUndefined();
    expect(dialect.refs('4712')).toContain('1268');
  });

  test('a repeated receipt does not change the learnt spelling', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 20, '4711', '4711');
    dialect.fared('4711', { kind: 'repeated' }, TO);
    expect(dialect.spelling).toBe('as-is');
  });

  test('a carrier whose nodes spell ids differently is never bound to one spelling', () => {
    const dialect = new Dialect('auto');
    for (let i = 0; i < 50; i++) {
      learn(dialect, 1, '4711', '4711');
      learn(dialect, 1, 'FF', '255');
    }
    expect(dialect.spelling).toBeUndefined();
  });
});

describe('a receipt without a recipient while a response is still awaited', () => {
  const doubtful = true;

  test('is not matched to a message to another number: its id is not converted to that message’s id', () => {
    const dialect = new Dialect('auto');
    expect(dialect.refs('16', doubtful)).toEqual(['16']);
    // An id with letters can't be another message's id from a decimal counter.
    expect(dialect.refs('255', doubtful)).toEqual(['255', 'ff', 'FF']);
    expect(dialect.refs('ff', doubtful)).toEqual(['ff', 'FF', '255']);
  });

  test('is looked for in a spelling that this carrier has been seen to use', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 1, 'ff', '255');
    expect(dialect.refs('16', doubtful)).toContain('22');
    learn(dialect, 1, '17', '17');
    expect(dialect.refs('255', doubtful)).toEqual(['255']);
  });

  test('is looked for in all spellings again once receipts no longer match', () => {
    const dialect = new Dialect('auto');
    learn(dialect, 1, '17', '17');
    for (let i = 0; i < 20; i++) dialect.fared('255', { kind: 'kept', reason: 'unknown' }, TO);
    expect(dialect.refs('255', doubtful)).toContain('ff');
  });
});

test('a number up to 9, which is the same in both bases, teaches no spelling', () => {
  const dialect = new Dialect('auto');
  learn(dialect, 50, '9', '9');
  expect(dialect.spelling).toBeUndefined();
});

test('a receipt that fits two messages does not make the learning of a spelling begin anew', () => {
  const dialect = new Dialect('auto');
  for (let id = 100; id < 120; id++) {
    dialect.fared(String(id), { kind: 'matched', ref: String(id) }, TO);
    dialect.fared('16', { kind: 'kept', reason: 'ambiguous' }, TO);
  }
  expect(dialect.spelling).toBe('as-is');
});

describe('a carrier whose receipts come before its responses', () => {
  test('has its spelling learnt from the responses', () => {
    const dialect = new Dialect('auto');
    const ids = Array.from({ length: 20 }, (_, index) => String(4700 + index));
    for (const id of ids) dialect.fared(id, { kind: 'kept', reason: 'unknown' }, TO);
    expect(dialect.spelling).toBeUndefined();
    for (const id of ids) dialect.responded(`00${id}`, TO);
    expect(dialect.spelling).toBe('as-is');
  });

  test.each([
    ['to another phone', '4711', ANOTHER],
    ['to nobody, whose id is a decimal number', '4711', undefined],
  ])(
    'has nothing learnt from early receipts %s with the id of a response: from a counter, both ids may be equal by chance',
    (_, id, to) => {
      const dialect = new Dialect('auto');
      for (let i = 0; i < 50; i++) {
        dialect.fared(id, { kind: 'kept', reason: 'unknown' }, to);
        dialect.responded(id, TO);
      }
      expect(dialect.spelling).toBeUndefined();
      learn(dialect, 20, '4711', '1267');
      for (let i = 0; i < 50; i++)
        dialect.fared('4711', { kind: 'matched', ref: '4711', namesAnother: true }, ANOTHER);
      expect(dialect.spelling).toBe('dec');
    },
  );

  test('has nothing learnt from responses whose ids no receipt named', () => {
    const dialect = new Dialect('auto');
    dialect.fared('1', { kind: 'kept', reason: 'unknown' }, TO);
    dialect.fared('', { kind: 'kept', reason: 'unknown' }, TO);
    for (let i = 0; i < 50; i++) dialect.responded(i % 2 === 0 ? '4711' : '', TO);
    expect(dialect.spelling).toBeUndefined();
  });
});

describe('with receiptId set by the operator', () => {
  test.each([
    ['as-is', '10', ['10']],
    ['hex', '10', ['16']],
    ['dec', '10', ['a', 'A']],
  ] as const)('to %s: the receipt id %s is looked for as %j alone', (setting, id, refs) => {
    const dialect = new Dialect(setting);
    learn(dialect, 30, '16', '22');
    expect(dialect.refs(id)).toEqual(refs);
    expect(dialect.spelling).toBe(setting);
  });

  test('an id that cannot be converted to the set spelling is kept as it came', () => {
    expect(new Dialect('hex').refs('not-hex')).toEqual(['not-hex']);
  });
});
