import { expect, test } from 'vitest';
import { MAX_SEQUENCE } from '../../../src/routes/smpp/protocol.ts';
import { type Pending, Window } from '../../../src/routes/smpp/window.ts';
import { samplePart } from '../../support/smpp-samples.ts';

const pending = (writtenAt: number, part = 1): Pending => ({
  part: samplePart({ part }),
  writtenAt,
  resolve: () => {},
});

test('an answer takes its part once', () => {
  const window = new Window();
  const one = pending(0);
  window.add(window.nextSequence(), one);
  expect(window.take(1)).toBe(one);
  expect(window.take(1)).toBeUndefined();
  expect(window.takeLate(1)).toBeUndefined();
  expect(window.size).toBe(0);
});

test('those that waited long enough expire, the others do not', () => {
  const window = new Window();
  for (const [index, writtenAt] of [10, 20, 20, 30].entries())
    window.add(index + 1, pending(writtenAt, index + 1));
  expect(window.expire(20).map(({ part }) => part.part)).toEqual([1, 2, 3]);
  expect(window.size).toBe(1);
  expect(window.oldest()?.writtenAt).toBe(30);
});

test('an answer after the time-out is known as late, once', () => {
  const window = new Window();
  window.add(7, pending(0, 5));
  window.expire(0);
  expect(window.take(7)).toBeUndefined();
  expect(window.takeLate(7)?.part).toBe(5);
  expect(window.takeLate(7)).toBeUndefined();
});

test('a carrier that never answers makes it hold no more than a bounded number of late ones', () => {
  const window = new Window();
  for (let sequence = 1; sequence <= 100_010; sequence++) {
    window.add(sequence, pending(0));
    window.expire(0);
  }
  expect(window.takeLate(10)).toBeUndefined();
  expect(window.takeLate(11)).toBeDefined();
  expect(window.takeLate(100_010)).toBeDefined();
});

test('sequence numbers begin at 1 and wrap after the greatest, past those still awaited', () => {
  const window = new Window(MAX_SEQUENCE - 1);
  expect(window.nextSequence()).toBe(MAX_SEQUENCE);
  window.add(1, pending(0));
  expect(window.nextSequence()).toBe(2);
  expect(new Window().nextSequence()).toBe(1);
});

test('all that is in flight is given back in order when the link goes', () => {
  const window = new Window();
  for (const part of [1, 2, 3]) window.add(window.nextSequence(), pending(0, part));
  window.take(2);
  expect(window.drain().map(({ part }) => part.part)).toEqual([1, 3]);
  expect(window.size).toBe(0);
});
