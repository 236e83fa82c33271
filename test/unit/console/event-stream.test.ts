import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventStream } from '../../../src/console/live/event-stream.ts';

/** The browser's event stream, without a network: a test says what it brings. */
class Source extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static readonly opened: Source[] = [];
  static get last(): Source {
    const last = Source.opened.at(-1);
    if (last === undefined) throw new Error('no stream was opened');
    return last;
  }
  readyState = Source.CONNECTING;
  onopen: () => void = () => {};
  onerror: () => void = () => {};

  constructor() {
    super();
    Source.opened.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }

  open(): void {
    this.readyState = Source.OPEN;
    this.onopen();
  }

  bring(type: string): void {
    this.dispatchEvent(new MessageEvent(type, { data: '{}' }));
  }

  refuse(): void {
    this.readyState = Source.CLOSED;
    this.onerror();
  }
}

let gaps = 0;
let stream: EventStream;
const begin = (): void => {
  stream = new EventStream({
    types: ['case.opened'],
    onEvent: () => {},
    onGap: () => gaps++,
    onHeard: () => {},
    onTrouble: () => {},
    onRefused: async () => {},
  });
  stream.open();
};
/** The gateway is asked whether it lives, and answers, every ten seconds. */
const answersFor = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 10_000) {
    await vi.advanceTimersByTimeAsync(10_000);
    stream.mind();
  }
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  Source.opened.length = 0;
  gaps = 0;
});
afterEach(() => {
  stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a stream that brings beats is left as it is', async () => {
  begin();
  Source.last.open();
  for (let n = 0; n < 6; n++) {
    await answersFor(20_000);
    Source.last.bring('beat');
  }
  expect(Source.opened).toHaveLength(1);
  expect(gaps).toBe(0);
});

test('a stream that went silent while the gateway answers is opened again, and all is read anew', async () => {
  begin();
  const first = Source.last;
  first.open();
  first.bring('case.opened');
  await answersFor(50_000);
  expect(Source.opened).toHaveLength(2);
  expect(first.readyState).toBe(Source.CLOSED);
  expect(gaps).toBe(1);
  Source.last.open();
  expect(gaps).toBe(2);
});

test('while the gateway refuses the stream, all is read anew each time that it answers', async () => {
  begin();
  Source.last.refuse();
  await answersFor(30_000);
  expect(gaps).toBe(3);
  // It was tried again meanwhile.
  expect(Source.opened.length).toBeGreaterThan(1);
});
