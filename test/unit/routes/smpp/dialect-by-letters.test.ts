import { describe, expect, test } from 'vitest';
import { Dialect } from '../../../../src/routes/smpp/receive/dialect.ts';

const TO = '+33639980001';

const learn = (dialect: Dialect, times: number, receiptId: string, ref: string): void => {
  for (let i = 0; i < times; i++) dialect.fared(receiptId, { kind: 'matched', ref }, TO);
};

describe('a carrier with hexadecimal ids in its responses and decimal ids in its receipts', () => {
  const COUNTER = 0x1000;
  /** Responses with the ids of a counter, and their receipts, none of which has matched a message yet. */
  const heard = (count: number): Dialect => {
    const dialect = new Dialect('auto');
    for (let id = COUNTER; id < COUNTER + count; id++) {
      dialect.responded(id.toString(16), TO);
      dialect.refs(String(id));
      dialect.fared(String(id), { kind: 'kept', reason: 'unknown' }, undefined);
    }
    return dialect;
  };

  test('is known by the letters in the ids alone, once it has sent twenty of both', () => {
    expect(heard(19).spelling).toBeUndefined();
    const dialect = heard(20);
    expect(dialect.spelling).toBe('dec');
    expect(dialect.refs('4660', true)).toEqual(['1234']);
  });

  test('is not taken for one that converts nothing, though ids are equal by chance', () => {
    const dialect = heard(20);
    learn(dialect, 50, '4660', '4660');
    expect(dialect.spelling).toBe('dec');
  });

  test('is known as another one when its receipts have letters too', () => {
    const dialect = heard(20);
    dialect.refs('4d2');
    expect(dialect.spelling).toBeUndefined();
  });
});

describe('the letters of the ids so far, while no spelling is known,', () => {
  const heard = (response: string, receipt: string): Dialect => {
    const dialect = new Dialect('auto');
    dialect.responded(response, TO);
    dialect.refs(receipt);
    return dialect;
  };

  test.each([
    ['hexadecimal ids in responses alone', 'A', '9', ['a', 'A', '10', '16']],
    ['hexadecimal ids in receipts alone', '9', 'A', ['16', '10', 'a', 'A']],
    ['hexadecimal ids in both', 'A', 'A', ['10', '16', 'a', 'A']],
    ['no hexadecimal ids', '9', '9', ['10', '16', 'a', 'A']],
  ] as const)('say which spelling is tried first: %s', (_, response, receiptId, refs) => {
    expect(heard(response, receiptId).refs('10')).toEqual(refs);
  });

  test('say which spelling alone is tried for a receipt without a recipient while a response is awaited', () => {
    expect(heard('A', '9').refs('10', true)).toEqual(['a', 'A']);
    expect(heard('A', 'A').refs('10', true)).toEqual(['10']);
  });

  test('count for more than receipts without a recipient, whose ids may be equal by chance', () => {
    const dialect = heard('A', '9');
    for (let i = 0; i < 50; i++) dialect.fared('10', { kind: 'matched', ref: '10' }, undefined);
    expect(dialect.spelling).toBeUndefined();
    expect(dialect.refs('10')[0]).toBe('a');
  });
});

test('a carrier with decimal ids in its responses and hexadecimal ids in its receipts is known by the letters in the ids alone', () => {
  const dialect = new Dialect('auto');
  for (let id = 4096; id < 4116; id++) {
    dialect.responded(String(id), TO);
    dialect.refs(id.toString(16));
  }
  expect(dialect.spelling).toBe('hex');
});

test.each([
  ['decimal', (id: number) => String(id)],
  ['hexadecimal', (id: number) => id.toString(16)],
  ['no numbers', (id: number) => `m-${id}`],
])(
  'a carrier whose ids are %s in responses and receipts is not taken for one that converts them',
  (kind, spelled) => {
    const dialect = new Dialect('auto');
    for (let id = 4096; id < 4196; id++) {
      dialect.responded(spelled(id), TO);
      dialect.refs(spelled(id));
    }
    expect(dialect.spelling).toBe(kind === 'no numbers' ? undefined : 'as-is');
  },
);

test('ids without letters show that a carrier converts none, though receipts that fit two messages match nothing', () => {
  const dialect = new Dialect('auto');
  for (let id = 1; id <= 20; id++) dialect.responded(String(id), TO);
  for (let id = 1; id <= 20; id++) {
    dialect.refs(String(id));
    dialect.fared(String(id), { kind: 'kept', reason: 'ambiguous' }, TO);
  }
  expect(dialect.spelling).toBe('as-is');
});
