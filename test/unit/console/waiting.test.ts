import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { approvalsQuery } from '../../../src/console/api/inbox/waiting.ts';
import { restore } from '../../../src/console/api/operation/bin.ts';

afterEach(() => vi.unstubAllGlobals());

test('what waits for approval is told as "at least" while any of the lists has more than was read', async () => {
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json({ items: [], next: path.includes('state=sending') ? '7' : null }),
  );
  expect(await new QueryClient().fetchQuery(approvalsQuery())).toEqual({ count: 0, isMore: true });
});

test('what is not in the bin any more is not said to be restored', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ items: [], next: null }));
  await expect(restore('scenario', 1)).rejects.toThrow('it is not in the bin');
});
