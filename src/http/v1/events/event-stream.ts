import type { ServerResponse } from 'node:http';
import type { NumberedEvent, Onlooker, Onlookers } from '../../../domain/operation/events.ts';
import type { Cancel, Clock } from '../../../kernel/clock.ts';

export interface StreamDeps {
  readonly hub: Onlookers;
  /** The id of the client's token. */
  readonly of: string;
  /** The id of the request. */
  readonly requestId: string;
  readonly clock: Clock;
  /** Whether the client's token is still valid. */
  readonly may: () => Promise<boolean>;
  /** Called with the reason when the gateway ends the stream. */
  readonly ended: (reason: string) => void;
}

const HEARTBEAT_MS = 15_000;
/** The largest number of octets that the client may leave unread: with more it is dropped as too slow. */
const MOST_UNREAD = 1024 * 1024;
/** How long a client may take to read the reason of the end, ms. */
const FAREWELL_MS = 5000;

/** The id of an event: the run of the gateway and the serial number within it. */
const eventId = (run: string, serial: number): string => `${run}-${serial}`;

/** The serial of the last event that a client had; -1 if it was of another run: then all known events are sent. */
const serialOf = (run: string, lastEventId: string): number => {
  const [, of, serial] = /^([0-9a-z]{1,20})-([0-9]{1,15})$/.exec(lastEventId) ?? [];
  return of === run ? Number(serial) : -1;
};

/** Sends server-sent events (HTML, 9.2) to one client. False: there are too many clients, and nothing was sent. */
export const streamEvents = (
  raw: ServerResponse,
  asked: readonly string[],
  lastEventId: string | undefined,
  { hub, of, requestId, clock, may, ended }: StreamDeps,
): boolean => {
  let cancel: Cancel = () => {};
  let open = true;
  const close = (): void => {
    open = false;
    cancel();
    joined?.leave();
  };
  const end = (reason: string): void => {
    if (!open) return;
    close();
    ended(reason);
    raw.end(frame('end', undefined, { reason }));
    // A client that doesn't read would not read the end either: it is cut after a while.
    const give = clock.after(FAREWELL_MS, () => raw.destroy());
    raw.once('close', give);
  };
  const write = (text: string): void => {
    if (!open) return;
    raw.write(text);
    if (raw.writableLength > MOST_UNREAD) end('what was sent was not read in time');
  };
  const take = ({ serial, type, at, data }: NumberedEvent): void =>
    write(frame(type, eventId(hub.run, serial), { type, timestamp: new Date(at).toISOString(), data }));
  const onlooker: Onlooker = { of, asked, take, end };
  const joined = hub.join(onlooker, lastEventId === undefined ? undefined : serialOf(hub.run, lastEventId));
  if (joined === undefined) return false;
  raw.once('close', close);
  raw.on('error', () => {});
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // Proxies buffer small writes, unless this header forbids it (nginx.org, proxy_buffering).
    'x-accel-buffering': 'no',
    'x-request-id': requestId,
    connection: 'close',
  });
  // A comment, so that the client knows at once that the stream is open.
  write(': events follow\n\n');
  if (joined.gap) {
    write(
      frame('gap', undefined, {
        reason: 'more happened meanwhile than is remembered: read anew what you show',
      }),
    );
  }
  for (const numbered of joined.past) take(numbered);
  const sayBeat = (id?: string): void =>
    write(frame('beat', id, { type: 'beat', timestamp: new Date(clock.now()).toISOString(), data: {} }));
  // A client that is cut off before any event came can say from where on it missed some. An id without data would do
  // in a browser (HTML, 9.2.6), but other clients ignore it, or take it for an event without data.
  sayBeat(eventId(hub.run, joined.serial));
  const beat = (): void => {
    cancel = clock.after(HEARTBEAT_MS, () => {
      sayBeat();
      may().then(
        (yes) => (yes ? undefined : end('the token is not known any more')),
        () => {},
      );
      beat();
    });
  };
  beat();
  return true;
};

/** One frame. JSON has no line end in it, so the data is one line. */
const frame = (type: string, id: string | undefined, data: object): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
