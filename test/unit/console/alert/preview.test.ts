import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { previewQuery } from '../../../../src/console/api/alerts/alerts.ts';

afterEach(() => vi.unstubAllGlobals());

test('the preview that somebody decides on stays as it was seen when all is read anew after a cut', async () => {
  let counted = 4;
  vi.stubGlobal('fetch', async () => Response.json({ people: counted }));
  const queries = new QueryClient();
  const observer = new QueryObserver(queries, previewQuery(1, 2));
  const leave = observer.subscribe(() => {});
  await expect.poll(() => observer.getCurrentResult().data?.people).toBe(4);
  counted = 5;
  await queries.invalidateQueries();
  expect(observer.getCurrentResult().data?.people).toBe(4);
  // What is asked for by the person themselves is read.
  await observer.refetch();
  expect(observer.getCurrentResult().data?.people).toBe(5);
  leave();
});
