import { describe, expect, test } from 'vitest';
import { type CloseReason, Connection, type SocketState } from '../../../../src/http/server/connection.ts';

const quiet: SocketState = {
  octetsRead: 0,
  octetsGone: 0,
  octetsUnread: 0,
  awaitsBody: false,
  answering: true,
  complete: true,
  proves: true,
};
const answered: SocketState = { ...quiet, answering: false };

/** Looks once a second, as the guard does. Gives when and why the connection must be closed. */
const until = (
  one: Connection,
  from: number,
  seconds: number,
  socket: (second: number) => Partial<SocketState> = () => ({}),
): readonly [second: number, reason: CloseReason] | undefined => {
  for (let second = from + 1; second <= from + seconds; second++) {
    const reason = one.look({ ...quiet, ...socket(second) }, second * 1000);
    if (reason !== undefined) return [second, reason];
  }
  return undefined;
};
const HOUR = 3600;

const serving = (): Connection => {
  const one = new Connection('1.2.3.4', false, 0);
  one.asked();
  one.notice(quiet, 0);
  return one;
};
const served = (socket: Partial<SocketState> = {}): Connection => {
  const one = serving();
  one.notice({ ...answered, ...socket }, 0);
  return one;
};

describe('a connection is closed', () => {
  test('ten seconds after it was accepted, if the TLS handshake is not over', () => {
    expect(until(new Connection('1.2.3.4', true, 0), 0, HOUR)).toEqual([10, 'slow-handshake']);
  });

  test('ten seconds after the TLS handshake, if no complete request head has come, even if octets keep coming', () => {
    const one = new Connection('1.2.3.4', true, 0);
    one.secured(5000);
    expect(until(one, 5, HOUR, (second) => ({ octetsRead: second }))).toEqual([15, 'slow-head']);
  });

  test('ten seconds after the first octet of a second request, if the rest of its head has not come', () => {
    const drip = (second: number) => ({ octetsRead: second < 1000 ? 0 : second });
    expect(until(served(), 0, HOUR, drip)).toEqual([1010, 'slow-head']);
    expect(until(served(), 0, HOUR)).toBeUndefined();
  });

  test('if a body moves by less than a kilobyte in thirty seconds', () => {
    const drip = until(serving(), 0, HOUR, (second) => ({ awaitsBody: true, octetsRead: second * 30 }));
    expect(drip).toEqual([30, 'slow-body']);
  });

  test('thirty seconds after a request was refused, if its body is still coming', () => {
    const refused = served({ complete: false });
    expect(until(refused, 0, HOUR, (second) => ({ octetsRead: second * 100_000 }))).toEqual([
      30,
      'slow-rest',
    ]);
  });

  test('if the client reads nothing of an answer for thirty seconds, or longer for a large answer', () => {
    const unread = (octetsUnread: number) => () => ({ octetsUnread, octetsGone: 1000 });
    expect(until(serving(), 0, HOUR, unread(1))).toEqual([32, 'unread']);
    expect(until(serving(), 0, HOUR, unread(1024 * 1024))).toEqual([163, 'unread']);
  });
});

describe('a connection stays open', () => {
  test('while a batch comes slowly (100 octets/s) for hours', () => {
    const batch = (second: number) => ({ awaitsBody: true, octetsRead: second * 100 });
    expect(until(serving(), 0, 5 * HOUR, batch)).toBeUndefined();
  });

  test('while the gateway itself does not read the batch, as with a slow disk', () => {
    expect(until(serving(), 0, 5 * HOUR)).toBeUndefined();
  });

  test('while events stream for hours, with long silences, to a client that reads them late', () => {
    const late = (second: number) => ({ octetsUnread: second % 20 < 15 ? 500 : 0, octetsGone: second * 10 });
    expect(until(serving(), 0, 5 * HOUR, late)).toBeUndefined();
  });

  test('while a large answer is read little by little', () => {
    const slow = (second: number) => ({ octetsUnread: 900_000 - second * 100, octetsGone: second * 100 });
    expect(until(serving(), 0, HOUR, slow)).toBeUndefined();
  });

  test('while one request after the other is answered, even if it is never idle when it is checked', () => {
    const one = serving();
    for (let second = 1; second <= HOUR; second++) {
      one.asked();
      expect(one.look({ ...quiet, octetsRead: second * 300 }, second * 1000)).toBeUndefined();
    }
    expect(one.rank).toBeUndefined();
  });
});

test('the connection of a client that sends many requests and never reads is closed like that of a client with one request', () => {
  const one = serving();
  const unread = until(one, 0, HOUR, (second) => {
    one.asked();
    return { octetsRead: second * 300, octetsUnread: 1000, octetsGone: 5 };
  });
  expect(unread).toEqual([32, 'unread']);
});

describe('a connection is closed to make room', () => {
  test('in this order: without a request, stalled, idle; and never while it is being answered', () => {
    const stalled = serving();
    for (let second = 0; second < 5; second++) {
      stalled.look({ ...quiet, octetsUnread: 1, octetsGone: 1 }, second * 1000);
    }
    const idle = served();
    const refused = served({ proves: false });
    expect(new Connection('1.2.3.4', false, 0).rank).toBe(0);
    expect(refused.rank).toBe(0);
    expect(stalled.rank).toBe(undefined);
    stalled.look({ ...quiet, octetsUnread: 1, octetsGone: 1 }, 5000);
    expect(stalled.rank).toBe(1);
    expect(idle.rank).toBe(2);
    expect(serving().rank).toBeUndefined();
  });
});
