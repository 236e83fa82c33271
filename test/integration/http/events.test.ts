import { afterEach, beforeEach, expect, test } from 'vitest';
import { Gateway } from '../../support/gateway/gateway.ts';

let gateway: Gateway;
const streams: AbortController[] = [];
const route = {
  id: 'nowhere',
  type: 'smpp',
  host: '127.0.0.1',
  port: 1,
  systemId: 'x',
  password: 'x',
} as const;
beforeEach(async () => {
  gateway = await Gateway.start({ routes: [route], sender: 'PREFECTURE' });
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.abort();
  await gateway.stop();
});

interface Frame {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: {
    readonly type?: string;
    readonly reason?: string;
    readonly data?: Record<string, unknown>;
  };
}

const fieldOf = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];

/** Opens a stream and waits for its first octets. Gives its frames one by one, without comments and beats. */
const follow = async (query = '', headers: Record<string, string> = {}) => {
  const abort = new AbortController();
  streams.push(abort);
  const response = await fetch(`${gateway.url}/v1/events${query}`, {
    headers: { authorization: `Bearer ${await gateway.token('viewer')}`, ...headers },
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const more = async (): Promise<boolean> => {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    text += value ?? '';
    return !done;
  };
  await more();
  const block = async (): Promise<string | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        if (await more()) continue;
        return undefined;
      }
      const frame = text.slice(0, end);
      text = text.slice(end + 2);
      return frame;
    }
  };
  return {
    next: async (): Promise<Frame | undefined> => {
      for (;;) {
        const frame = await block();
        if (frame === undefined) return undefined;
        const data = fieldOf(frame, 'data');
        if (data !== undefined && fieldOf(frame, 'event') !== 'beat')
          return { id: fieldOf(frame, 'id'), event: fieldOf(frame, 'event'), data: JSON.parse(data) };
      }
    },
    /** The id in the next frame that has one, also in a frame that is no event. */
    nextId: async (): Promise<string> => {
      for (;;) {
        const id = fieldOf((await block()) ?? 'id: none', 'id');
        if (id !== undefined) return id;
      }
    },
    abort: () => abort.abort(),
  };
};

const disable = (verb: 'disable' | 'enable' = 'disable') =>
  gateway.api.request('POST', `/v1/routes/nowhere/${verb}`);

test('a change of a route’s state is sent to the clients of the event stream, with the reason', async () => {
  const stream = await follow('?types=route');
  await disable();
  const frame = await stream.next();
  expect(frame).toMatchObject({
    event: 'route.disabled',
    data: { type: 'route.disabled', data: { route: 'nowhere', state: 'disabled' } },
  });
  expect(frame?.id).toMatch(/^[0-9a-z]+-\d+$/);
});

test('a client of the event stream that was cut off gets the events that it missed, with a "gap" if its last event was of another run', async () => {
  const first = await follow('?types=route');
  await disable();
  const seen = await first.next();
  first.abort();
  const other = await follow('?types=route');
  await disable('enable');
  const missed = await other.next();
  const second = await follow('?types=route', { 'last-event-id': seen?.id ?? '' });
  expect(await second.next()).toEqual(missed);
  const third = await follow('?types=route', { 'last-event-id': 'elsewhere-7' });
  expect(await third.next()).toMatchObject({ event: 'gap', id: undefined });
  expect(await third.next()).toEqual(seen);
});

/** Cuts the stream off, disables the route meanwhile, and gives what comes first once the client is back. */
const missedBy = async (stream: Awaited<ReturnType<typeof follow>>): Promise<Frame | undefined> => {
  const id = await stream.nextId();
  stream.abort();
  await disable();
  return (await follow('?types=route', { 'last-event-id': id })).next();
};

test('a client of the event stream that was cut off before any event came gets the events that it missed, without a "gap"', async () => {
  expect(await missedBy(await follow('?types=route'))).toMatchObject({ event: 'route.disabled' });
});

test('a client of the event stream that was told of a "gap" is not told of it again when it comes back', async () => {
  const first = await follow('?types=route', { 'last-event-id': 'elsewhere-7' });
  expect(await first.next()).toMatchObject({ event: 'gap' });
  expect(await missedBy(first)).toMatchObject({ event: 'route.disabled' });
});

test('events of single messages are sent in the event stream only to clients that ask for them', async () => {
  const all = await follow();
  const messages = await follow('?types=message.cancelled,message.failed');
  const message = await gateway.api.send({ to: '+33639980001', text: 'Montez.' });
  await gateway.api.request('POST', `/v1/messages/${message.id}/cancel`);
  expect(await messages.next()).toMatchObject({
    event: 'message.cancelled',
    data: { data: { id: message.id } },
  });
  await disable();
  expect((await all.next())?.event).toBe('route.disabled');
});

test('event streams end with the reason on a graceful shutdown', async () => {
  const stream = await follow('?types=route');
  const stopped = gateway.stop();
  expect(await stream.next()).toMatchObject({ event: 'end', data: { reason: 'the gateway stops' } });
  expect(await stream.next()).toBeUndefined();
  await stopped;
});

test.each(['?types=rout', '?types=', '?types=alert,,route', '?other=1'])(
  'an event stream with the query %s is refused',
  async (query) => {
    expect((await gateway.api.request('GET', `/v1/events${query}`)).status).toBe(422);
  },
);

test('a token of the role sender may not open the event stream', async () => {
  const headers = { authorization: `Bearer ${await gateway.token('sender')}` };
  expect((await fetch(`${gateway.url}/v1/events`, { headers })).status).toBe(403);
});
