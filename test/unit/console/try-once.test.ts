import { afterEach, expect, test, vi } from 'vitest';
import { Problem, unreachable } from '../../../src/console/api/problem.ts';
import { tryOnce } from '../../../src/console/api/try-once.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

const named = (name: string, status: number) => new Problem(status, { type: `urn:tocsin:problem:${name}` });
const fails = (error: unknown) => async (): Promise<never> => {
  throw error;
};
const key = (what: readonly unknown[]) => tryOnce(what, async (one) => one);
const tried = async (what: readonly unknown[], error: unknown): Promise<string> => {
  let used = '';
  await tryOnce(what, (one) => {
    used = one;
    return fails(error)();
  }).catch(() => {});
  return used;
};

test('an act whose answer was lost has the same key when it is tried again, and another act another one', async () => {
  for (const lost of [unreachable(), new Problem(503, {}), new TypeError('cut')]) {
    const first = await tried(['resend', 1], lost);
    expect(await key(['resend', 2])).not.toBe(first);
    expect(await key(['resend', 1])).toBe(first);
    // It is done now: the next one is another.
    expect(await key(['resend', 1])).not.toBe(first);
  }
});

test('after a refusal the next try is another act, and a doubt ends by itself', async () => {
  const refused = await tried(['resend', 3], new Problem(409, {}));
  expect(await key(['resend', 3])).not.toBe(refused);
  vi.useFakeTimers();
  const first = await tried(['resend', 3], unreachable());
  vi.advanceTimersByTime(121_000);
  expect(await key(['resend', 3])).not.toBe(first);
  vi.useRealTimers();
});

test('a refusal that comes before the gateway looks at the key does not end the doubt of an earlier try', async () => {
  const first = await tried(['reply', 1], unreachable());
  for (const before of [named('confirmation-required', 403), named('too-many-messages', 429)])
    expect(await tried(['reply', 1], before)).toBe(first);
  expect(await key(['reply', 1])).toBe(first);
});

test('an act that the gateway still does is not begun again under another key', async () => {
  const first = await tried(['reply', 2], named('idempotency-in-doubt', 409));
  expect(await tried(['reply', 2], named('idempotency-in-doubt', 409))).toBe(first);
  expect(await key(['reply', 2])).toBe(first);
});

test('a key that the gateway knows from another act is not used again', async () => {
  const first = await tried(['launch', 1], unreachable());
  expect(await tried(['launch', 1], named('idempotency-conflict', 422))).toBe(first);
  expect(await key(['launch', 1])).not.toBe(first);
});

test('a doubt begins when the answer is lost, however long the person was asked for the password before', async () => {
  vi.useFakeTimers();
  let first = '';
  await tryOnce(['reply', 3], async (one) => {
    first = one;
    vi.advanceTimersByTime(600_000);
    throw unreachable();
  }).catch(() => {});
  vi.advanceTimersByTime(100_000);
  expect(await key(['reply', 3])).toBe(first);
});

test('an act whose answer was awaited when the page was reloaded has the same key after that', async () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => stored.set(name, text),
  });
  let first = '';
  void tryOnce(['reply', 4], (one) => {
    first = one;
    return new Promise(() => {});
  });
  vi.resetModules();
  const { tryOnce: afterReload } = await import('../../../src/console/api/try-once.ts');
  expect(await afterReload(['reply', 4], async (one) => one)).toBe(first);
});
