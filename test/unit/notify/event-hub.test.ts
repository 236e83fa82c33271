import { beforeEach, expect, test } from 'vitest';
import type { EventType, NumberedEvent, Onlooker } from '../../../src/domain/operation/events.ts';
import { EventHub } from '../../../src/notify/event-hub.ts';

class Looking implements Onlooker {
  readonly of: string = 'token';
  readonly asked: readonly string[];
  readonly seen: NumberedEvent[] = [];
  ended: string | undefined;

  constructor(...asked: readonly string[]) {
    this.asked = asked;
  }

  take(told: NumberedEvent): void {
    this.seen.push(told);
  }

  end(reason: string): void {
    this.ended = reason;
  }

  get types(): readonly string[] {
    return this.seen.map(({ type }) => type);
  }
}

let changes = 0;
let hub: EventHub;
beforeEach(() => {
  changes = 0;
  hub = new EventHub('run', () => changes++);
});
const tell = (...types: readonly EventType[]) => {
  for (const type of types) hub.tell({ type, at: 0, data: {} });
};

test('an event stream gets the event types that it asks for, or all with a prefix, until it is closed', () => {
  const looking = new Looking('alert', 'route.down');
  const joined = hub.join(looking, undefined);
  tell('alert.launched', 'route.up', 'route.down', 'answer.help');
  joined?.leave();
  tell('alert.stopped');
  expect(looking.types).toEqual(['alert.launched', 'route.down']);
  expect(looking.seen.map(({ serial }) => serial)).toEqual([1, 3]);
});

test('the event types that connected streams ask for are known, and each change of them is reported', () => {
  const joined = hub.join(new Looking('message'), undefined);
  hub.join(new Looking('alert'), undefined);
  expect(hub.asked).toEqual(['message', 'alert']);
  joined?.leave();
  joined?.leave();
  expect(hub.asked).toEqual(['alert']);
  expect(changes).toBe(3);
});

test('an event stream that reconnects gets the events that it missed, in order, and only the types that it asks for', () => {
  tell('alert.created', 'route.down', 'alert.launched', 'alert.stopped');
  const joined = hub.join(new Looking('alert'), 1);
  expect(joined?.past.map(({ type }) => type)).toEqual(['alert.launched', 'alert.stopped']);
  expect(joined?.gap).toBe(false);
});

test('thousands of message events do not displace the kept alert events for a stream that reconnects', () => {
  tell('alert.launched');
  for (let n = 0; n < 5000; n++) tell('message.delivered');
  const joined = hub.join(new Looking('alert'), 0);
  expect(joined?.past.map(({ type }) => type)).toEqual(['alert.launched']);
});

test('an event stream that missed more events than are kept, or comes from another run of the gateway, is told of the gap', () => {
  tell('alert.launched');
  for (let n = 0; n < 1000; n++) tell('route.up');
  expect(hub.join(new Looking('alert'), 1)?.gap).toBe(false);
  tell('route.up');
  expect(hub.join(new Looking('alert'), 1)?.gap).toBe(true);
  expect(hub.join(new Looking('alert'), 0)?.gap).toBe(true);
  expect(hub.join(new Looking('alert'), 99_999)?.gap).toBe(true);
  expect(hub.join(new Looking('alert'), undefined)?.gap).toBe(false);
});

test('an event stream that was opened before the first event of this run knows where it stands, and has no gap when it reconnects', () => {
  const first = hub.join(new Looking('alert'), undefined);
  expect(first?.serial).toBe(0);
  first?.leave();
  tell('alert.launched', 'route.up');
  const again = hub.join(new Looking('alert'), 0);
  expect(again?.past.map(({ type }) => type)).toEqual(['alert.launched']);
  expect(again?.gap).toBe(false);
  expect(again?.serial).toBe(2);
  expect(hub.join(new Looking('alert'), -1)?.gap).toBe(true);
});

test('at most a hundred event streams may be connected at once', () => {
  const ofToken = (of: number) => Object.assign(new Looking('alert'), { of: `token ${of}` });
  const joined = Array.from({ length: 100 }, (_, index) => hub.join(ofToken(index), undefined));
  expect(joined.every((one) => one !== undefined)).toBe(true);
  expect(hub.join(ofToken(100), undefined)).toBeUndefined();
  joined[7]?.leave();
  expect(hub.join(ofToken(100), undefined)).toBeDefined();
});

test('at a shutdown all event streams get the reason, and no new stream is accepted', () => {
  const looking = new Looking('alert');
  hub.join(looking, undefined);
  hub.end('the gateway stops');
  expect(looking.ended).toBe('the gateway stops');
  tell('alert.launched');
  expect(looking.seen).toEqual([]);
  expect(hub.join(new Looking('alert'), undefined)).toBeUndefined();
});

test('one token has at most fifty event streams, so that others still get one', () => {
  const joined = Array.from({ length: 50 }, () => hub.join(new Looking('alert'), undefined));
  expect(joined).not.toContain(undefined);
  expect(hub.join(new Looking('alert'), undefined)).toBeUndefined();
  const other = Object.assign(new Looking('alert'), { of: 'another' });
  expect(hub.join(other, undefined)).toBeDefined();
  joined[0]?.leave();
  expect(hub.join(new Looking('alert'), undefined)).toBeDefined();
});
