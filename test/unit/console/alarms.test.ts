import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { unendedAlarmsQuery } from '../../../src/console/api/operation/alarms.ts';

afterEach(() => vi.unstubAllGlobals());

test('an alarm that is still open is found however many have ended since', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const state = new URL(path, 'http://gateway').searchParams.get('state');
    const raisedAt = { open: '2026-11-20T00:00:00.000Z', acknowledged: '2026-11-26T00:00:00.000Z' }[
      state ?? ''
    ];
    const items = raisedAt === undefined ? [] : [{ id: state, raisedAt }];
    return Response.json({ items, next: null });
  });
  const found = await new QueryClient().fetchQuery(unendedAlarmsQuery());
  expect(found.map(({ id }) => id)).toEqual(['acknowledged', 'open']);
  expect(asked.filter((path) => !path.includes('state='))).toEqual([]);
});
