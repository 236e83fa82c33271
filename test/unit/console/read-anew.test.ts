import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { ReadAnew } from '../../../src/console/live/read-anew.ts';

const KEY = ['alerts', 1];

/** A page that shows a query, whose answers come when the test says so. */
const shown = () => {
  const queries = new QueryClient();
  const asked: ((figure: number) => void)[] = [];
  const observer = new QueryObserver(queries, {
    queryKey: KEY,
    queryFn: () => new Promise<number>((resolve) => asked.push(resolve)),
  });
  const leave = observer.subscribe(() => {});
  const answer = (figure: number): void => asked.at(-1)?.(figure);
  return { figures: new ReadAnew(queries), queries, asked, answer, leave };
};

test('an event that comes while an older answer is awaited has the figures read once more after it', async () => {
  const { figures, queries, asked, answer, leave } = shown();
  await expect.poll(() => asked.length).toBe(1);
  void figures.read(KEY);
  void figures.read(KEY);
  expect(asked).toHaveLength(1);
  answer(10);
  await expect.poll(() => asked.length).toBe(2);
  answer(20);
  await expect.poll(() => queries.getQueryData(KEY)).toBe(20);
  expect(asked).toHaveLength(2);
  leave();
});

test('an event that comes while the answer to the one before is awaited is not lost', async () => {
  const { figures, queries, asked, answer, leave } = shown();
  await expect.poll(() => asked.length).toBe(1);
  answer(1);
  await expect.poll(() => queries.getQueryData(KEY)).toBe(1);
  void figures.read(KEY);
  await expect.poll(() => asked.length).toBe(2);
  void figures.read(KEY);
  answer(2);
  await expect.poll(() => asked.length).toBe(3);
  answer(3);
  await expect.poll(() => queries.getQueryData(KEY)).toBe(3);
  leave();
});

test('a query that no page shows is not read', async () => {
  const { figures, asked, leave } = shown();
  await expect.poll(() => asked.length).toBe(1);
  leave();
  const queries = new QueryClient();
  await new ReadAnew(queries).read(KEY);
  await figures.read(['alerts', 2]);
  expect(asked).toHaveLength(1);
});
