import { afterEach, expect, test, vi } from 'vitest';
import { ask, onAnswer } from '../../../src/console/api/client.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A network that takes requests and never answers. */
const silent = () => {
  const fetched = vi.fn(
    (_path: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

test('a request that nobody answers ends as no answer, and its act is in doubt', async () => {
  const fetched = silent();
  const limit = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
  const heard: boolean[] = [];
  const leave = onAnswer((answered) => heard.push(answered));
  for (const [tries, method] of (['GET', 'POST'] as const).entries()) {
    const asked = ask('/v1/alerts/1', { method });
    await expect.poll(() => fetched.mock.calls.length).toBe(tries + 1);
    limit.signal.dispatchEvent(new Event('abort'));
    await expect(asked).rejects.toMatchObject({ name: 'unreachable', status: 0 });
  }
  expect(heard).toEqual([false, false]);
  leave();
});

test('an answer that has begun is read to its end, however long that takes', async () => {
  const limit = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
  let signal: AbortSignal | null | undefined;
  vi.stubGlobal('fetch', async (_path: string, request: RequestInit) => {
    signal = request.signal;
    return Response.json({});
  });
  await ask('/v1/alerts/1');
  limit.abort();
  expect(signal?.aborted).toBe(false);
});

test('a request that its page gives up is no sign that the gateway is gone', async () => {
  const fetched = silent();
  const heard: boolean[] = [];
  const leave = onAnswer((answered) => heard.push(answered));
  const given = new AbortController();
  const asked = ask('/v1/alerts/1', { signal: given.signal });
  await expect.poll(() => fetched.mock.calls.length).toBe(1);
  given.abort(new Error('given up'));
  await expect(asked).rejects.toThrow('given up');
  expect(heard).toEqual([]);
  leave();
});
