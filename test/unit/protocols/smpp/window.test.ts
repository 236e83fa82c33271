import { expect, test } from 'vitest';
import { MAX_SEQUENCE } from '../../../../src/protocols/smpp/protocol.ts';
import { type Pending, Window } from '../../../../src/protocols/smpp/window.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';

const pending = (writtenAt: number, part = 1): Pending => ({
  part: samplePart({ part }),
  writtenAt,
  resolve: () => {},
});

test('a submit in the window is settled by its first answer: a second answer finds no submit', () => {
  const window = new Window();
  const one = pending(0);
  window.add(window.nextSequence(), one);
  expect(window.take(1)).toBe(one);
  expect(window.take(1)).toBeUndefined();
  expect(window.takeLate(1)).toBeUndefined();
  expect(window.size).toBe(0);
});

test('submits past the response time-out expire, younger ones do not', () => {
  const window = new Window();
  for (const [index, writtenAt] of [10, 20, 20, 30].entries())
    window.add(window.nextSequence(), pending(writtenAt, index + 1));
  expect(window.expire(20).map(({ part }) => part.part)).toEqual([1, 2, 3]);
  expect(window.size).toBe(1);
  expect(window.oldest()?.writtenAt).toBe(30);
});

test('an answer that comes after the time-out of its submit finds the part as a late answer, once', () => {
  const window = new Window();
  const sequence = window.nextSequence();
  window.add(sequence, pending(0, 5));
  window.expire(0);
  expect(window.take(sequence)).toBeUndefined();
  expect(window.takeLate(sequence)?.part).toBe(5);
  expect(window.takeLate(sequence)).toBeUndefined();
});

test('a carrier that never answers leaves only a bounded number of timed-out submits in memory', () => {
  const window = new Window();
  for (let sequence = 1; sequence <= 100_010; sequence++) {
    window.add(window.nextSequence(), pending(0));
    window.expire(0);
  }
  expect(window.takeLate(10)).toBeUndefined();
  expect(window.takeLate(11)).toBeDefined();
  expect(window.takeLate(100_010)).toBeDefined();
});

test('sequence numbers begin at 1 and wrap to 1 after the greatest, and answers to submits before and after the wrap find their parts', () => {
  expect(new Window().nextSequence()).toBe(1);
  const window = new Window(MAX_SEQUENCE - 2);
  const sequences = [1, 2, 3, 4].map((part) => {
    const sequence = window.nextSequence();
    window.add(sequence, pending(part, part));
    return sequence;
  });
  expect(sequences).toEqual([MAX_SEQUENCE - 1, MAX_SEQUENCE, 1, 2]);
  expect(window.take(1)?.part.part).toBe(3);
  expect(window.take(MAX_SEQUENCE)?.part.part).toBe(2);
  expect(window.expire(1).map(({ part }) => part.part)).toEqual([1]);
  expect(window.takeLate(MAX_SEQUENCE - 1)?.part).toBe(1);
  expect(window.take(3)).toBeUndefined();
  expect(window.oldest()?.part.part).toBe(4);
});

test('a submit that is never answered expires though thousands after it are answered', () => {
  const window = new Window();
  for (let part = 1; part <= 5000; part++) window.add(window.nextSequence(), pending(part, part));
  for (let sequence = 2; sequence < 5000; sequence++) expect(window.take(sequence)?.part.part).toBe(sequence);
  expect(window.size).toBe(2);
  expect(window.oldest()?.part.part).toBe(1);
  expect(window.drain().map(({ part }) => part.part)).toEqual([1, 5000]);
});

test('all submits in flight are given back in the order of sending when the link is lost', () => {
  const window = new Window();
  for (const part of [1, 2, 3]) window.add(window.nextSequence(), pending(0, part));
  window.take(2);
  expect(window.drain().map(({ part }) => part.part)).toEqual([1, 3]);
  expect(window.size).toBe(0);
});
