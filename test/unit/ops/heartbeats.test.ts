import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modemRoute } from '../../../src/config/modem-route.ts';
import type { Message, MessageFilter } from '../../../src/domain/messages/message.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { State } from '../../../src/domain/messages/state.ts';
import { Heartbeats, judgeHeartbeats } from '../../../src/ops/heartbeats.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Send = ConstructorParameters<typeof Heartbeats>[1]['send'];

/** What lasts over restarts, and the routes as they are. */
class Rig {
  readonly clock = new VirtualClock();
  readonly log = recordingLog();
  readonly messages: Message[] = [];
  readonly alarms = new Map<string, string | undefined>();
  readonly sent: (Parameters<Send>[0] & { readonly owner: string })[] = [];
  readonly disabled = new Set<string>();
  /** Parts of other messages that each route has carried. */
  carried = 0;
  /** How often the store can't be read, and whether intake takes messages. */
  unreadable = 0;
  takes = true;
  readonly #ids = new MessageIds(0);
  #running: Heartbeats | undefined;

  /** A gateway begins, with these heartbeats by route. */
  start(heartbeats: Readonly<Record<string, object | undefined>>): void {
    const routes = Object.entries(heartbeats).map(([id, heartbeat]) =>
      modemRoute.parse({ id, type: 'modem', device: `/dev/${id}`, ...(heartbeat && { heartbeat }) }),
    );
    this.#running = new Heartbeats(routes, {
      messages: { list: (filter, { limit }) => this.#list(filter, limit) },
      send: (message, owner) => this.#send(message, owner),
      route: (id) => ({ state: this.disabled.has(id) ? 'disabled' : 'up', sentToday: this.carried }),
      alarm: (route, reason) => this.alarms.set(route, reason),
      clock: this.clock,
      log: this.log,
    });
    this.#running.start();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    expect(this.clock.pending).toBe(0);
  }

  /** The last heartbeat ends so. */
  end(state: State, reason?: string): void {
    const last = this.messages.pop();
    if (last !== undefined) this.messages.push({ ...last, state, reason, finalAt: this.clock.now() });
  }

  async #list(filter: MessageFilter, limit: number) {
    if (this.unreadable-- > 0) throw new Error('the disk is gone');
    const items = this.messages
      .filter(({ owner, reference }) => owner === filter.owner && reference === filter.reference)
      .reverse();
    return { items: items.slice(0, limit), next: undefined };
  }

  async #send(...[message, owner]: Parameters<Send>) {
    const to = toMsisdn(message.to);
    if (!this.takes || to === undefined) return { kind: 'invalid' };
    this.sent.push({ ...message, owner });
    const now = this.clock.now();
    this.messages.push({
      id: this.#ids.next(now),
      to,
      from: undefined,
      text: message.text,
      state: 'queued',
      reason: undefined,
      priority: message.priority,
      encoding: 'gsm7',
      flash: false,
      parts: 1,
      reference: message.reference,
      route: undefined,
      possibleDuplicate: false,
      createdAt: now,
      dueAt: now,
      validUntil: now + message.validForMs,
      sentAt: undefined,
      finalAt: undefined,
      owner,
    });
    return { kind: 'accepted' };
  }
}

const TO = '+33639980000';
let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.stop());

describe('a heartbeat', () => {
  test('goes by its route alone, low and short-lived, under a name that no token has', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    expect(rig.sent).toEqual([
      {
        to: TO,
        text: 'Tocsin heartbeat by modem-1, 2026-01-01T00:00:00.000Z',
        priority: 'low',
        validForMs: 30 * MINUTE_MS,
        reference: 'heartbeat modem-1',
        onUncertain: 'hold',
        routes: ['modem-1'],
        owner: 'heartbeat',
      },
    ]);
  });

  test('comes again when its time has passed, and not before', async () => {
    rig.start({ 'modem-1': { to: TO, every: '6h', text: 'alive' } });
    await rig.clock.advance(MINUTE_MS);
    rig.end('delivered');
    await rig.clock.advance(6 * HOUR_MS - 2 * MINUTE_MS);
    expect(rig.sent).toHaveLength(1);
    await rig.clock.advance(2 * MINUTE_MS);
    expect(rig.sent).toHaveLength(2);
    expect(rig.sent[1]?.text).toBe('alive');
  });

  test('is remembered over restarts: one a day, however often the gateway begins', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('delivered');
    for (let restart = 0; restart < 10; restart++) {
      await rig.stop();
      await rig.clock.advance(2 * HOUR_MS);
      rig.start({ 'modem-1': { to: TO } });
      await rig.clock.advance(0);
    }
    expect(rig.sent).toHaveLength(1);
    await rig.clock.advance(DAY_MS - 20 * HOUR_MS);
    expect(rig.sent).toHaveLength(2);
  });

  test('is one a route, whatever becomes of the others', async () => {
    rig.start({
      'modem-1': { to: TO },
      'modem-2': { to: TO, every: '1h' },
      'modem-3': undefined,
    });
    await rig.clock.advance(0);
    expect(rig.sent.map(({ routes }) => routes)).toEqual([['modem-1'], ['modem-2']]);
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    expect([...rig.alarms.keys()]).toEqual(['modem-2']);
  });

  test('is not sent by a route that an operator has disabled, and comes when it is enabled', async () => {
    rig.disabled.add('modem-1');
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(3 * DAY_MS);
    expect(rig.sent).toEqual([]);
    rig.disabled.clear();
    await rig.clock.advance(MINUTE_MS);
    expect(rig.sent).toHaveLength(1);
  });

  test('waits for the one before it, so that a slow network gets no pile of them', async () => {
    rig.start({ 'modem-1': { to: TO, every: '1m' } });
    await rig.clock.advance(2 * HOUR_MS);
    expect(rig.sent).toHaveLength(1);
  });

  test('that intake refuses, or a store that cannot be read, is told in the log and tried again', async () => {
    rig.takes = false;
    rig.unreadable = 1;
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(MINUTE_MS);
    expect(rig.log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'a heartbeat cannot be looked after'],
      ['error', 'a heartbeat was not taken in'],
    ]);
    rig.takes = true;
    await rig.clock.advance(MINUTE_MS);
    expect(rig.sent).toHaveLength(1);
  });
});

describe('a heartbeat that does not arrive', () => {
  test.each(['failed', 'expired', 'undelivered', 'uncertain', 'unconfirmed'] as const)(
    'but is %s raises an alarm within a minute, once in the log, until one arrives',
    async (state) => {
      rig.start({ 'modem-1': { to: TO } });
      await rig.clock.advance(0);
      rig.end(state, 'call barred');
      await rig.clock.advance(MINUTE_MS);
      const reason = `its last heartbeat, of 2026-01-01T00:00:00.000Z, is ${state}: call barred`;
      expect(rig.alarms.get('modem-1')).toBe(reason);
      await rig.clock.advance(HOUR_MS);
      const errors = rig.log.lines.filter(({ level }) => level === 'error');
      expect(errors).toEqual([
        {
          level: 'error',
          fields: { route: 'modem-1', reason },
          message: 'the heartbeat did not arrive',
        },
      ]);
      // While the next is under way nothing is known yet.
      await rig.clock.advance(DAY_MS);
      expect(rig.sent).toHaveLength(2);
      expect(rig.alarms.get('modem-1')).toBe(reason);
      rig.end('delivered');
      await rig.clock.advance(MINUTE_MS);
      expect(rig.alarms.get('modem-1')).toBeUndefined();
    },
  );

  test('and is confirmed late ends the alarm', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('unconfirmed');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeDefined();
    rig.end('delivered');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
  });

  test('is still known after a restart', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('expired');
    await rig.stop();
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    expect(rig.alarms.get('modem-1')).toMatch(/is expired$/);
  });

  test('raises no alarm while its route is disabled', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    rig.disabled.add('modem-1');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
  });
});

describe('a heartbeat of a route under load', () => {
  test('that expires, for it makes way for every other message, raises no alarm: the route carries', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    for (let minute = 0; minute < 30; minute++) {
      rig.carried += 10;
      await rig.clock.advance(MINUTE_MS);
    }
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
    expect(rig.log.lines).toEqual([]);
    await rig.clock.advance(DAY_MS);
    expect(rig.sent).toHaveLength(2);
  });

  test('that expires when the route has carried nothing since it was made raises one', async () => {
    rig.start({ 'modem-1': { to: TO, every: '1h' } });
    await rig.clock.advance(0);
    rig.carried = 10;
    await rig.clock.advance(MINUTE_MS);
    rig.end('delivered');
    await rig.clock.advance(2 * HOUR_MS);
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toMatch(/is expired/);
  });

  test('raises one all the same when it failed, or was never confirmed', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.carried = 10;
    await rig.clock.advance(MINUTE_MS);
    rig.end('unconfirmed');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toMatch(/is unconfirmed/);
  });
});

describe('the judgement of heartbeats', () => {
  const at = (createdAt: number, state: State) => ({ state, reason: undefined, createdAt });

  test.each([
    ['none yet', [], true, false],
    ['one under way', [at(0, 'sent')], false, false],
    ['one delivered, not yet a day old', [at(1, 'delivered')], false, false],
    ['one delivered, a day old', [at(0, 'delivered')], true, false],
    ['one failed, a day old', [at(0, 'failed')], true, true],
    ['one under way behind a failed one', [at(9, 'sending'), at(0, 'failed')], false, true],
    ['one under way behind a delivered one', [at(9, 'queued'), at(0, 'delivered')], false, false],
    ['one cancelled behind a failed one', [at(9, 'cancelled'), at(0, 'failed')], false, true],
    ['one cancelled behind a delivered one', [at(9, 'cancelled'), at(0, 'delivered')], false, false],
    ['one delivered, by a clock that was set back since', [at(DAY_MS + 1, 'delivered')], true, false],
    ['one under way, by a clock that was set back since', [at(DAY_MS + 1, 'sent')], false, false],
    ['one delivered behind a failed one', [at(9, 'delivered'), at(0, 'failed')], false, false],
  ] as const)('%s', (_name, messages, due, alarmed) => {
    const judged = judgeHeartbeats(messages, DAY_MS, DAY_MS);
    expect({ due: judged.due, alarmed: judged.alarm !== undefined }).toEqual({ due, alarmed });
  });
});
