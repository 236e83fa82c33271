import { expect } from 'vitest';
import { modemRoute } from '../../src/config/routes/modem-route.ts';
import type { Message, MessageFilter } from '../../src/domain/messages/message.ts';
import { MessageIds } from '../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../src/domain/messages/msisdn.ts';
import type { State } from '../../src/domain/messages/state.ts';
import { noEars } from '../../src/domain/operation/ear.ts';
import { Heartbeats } from '../../src/ops/heartbeats.ts';
import { recordingLog } from './smpp/route-recorder.ts';
import { VirtualClock } from './virtual-clock.ts';

type Send = ConstructorParameters<typeof Heartbeats>[1]['send'];

/** The heartbeats of a gateway, with messages and routes that stay over its restarts. */
export class HeartbeatRig {
  readonly clock = new VirtualClock();
  readonly log = recordingLog();
  readonly messages: Message[] = [];
  readonly alarms = new Map<string, string | undefined>();
  readonly sent: (Parameters<Send>[0] & { readonly owner: string })[] = [];
  readonly disabled = new Set<string>();
  /** Parts of other messages that each route has sent. */
  carried = 0;
  /** How many more reads of the store fail, and whether intake accepts messages. */
  unreadable = 0;
  takes = true;
  /** Called when the store is read. */
  reading = (): void => {};
  readonly #ids = new MessageIds(0);
  #running: Heartbeats | undefined;

  /** Starts a gateway with these heartbeats by route. */
  start(heartbeats: Readonly<Record<string, object | undefined>>): void {
    const routes = Object.entries(heartbeats).map(([id, heartbeat]) =>
      modemRoute.parse({ id, type: 'modem', device: `/dev/${id}`, ...(heartbeat && { heartbeat }) }),
    );
    this.#running = new Heartbeats(routes, {
      messages: { list: (filter, { limit }) => this.#list(filter, limit) },
      send: (message, owner) => this.#send(message, owner),
      ears: noEars,
      route: (id) => ({ state: this.disabled.has(id) ? 'disabled' : 'up', sentToday: this.carried }),
      alarm: (route, reason) => this.alarms.set(route, reason),
      clock: this.clock,
      log: this.log,
    });
    this.#running.start();
  }

  /** Reloads: no route is left, while a read of the store goes on. */
  removeAll(): void {
    this.#running?.use([]);
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    expect(this.clock.pending).toBe(0);
  }

  /** Ends the last heartbeat in this state. */
  end(state: State, reason?: string): void {
    const last = this.messages.pop();
    if (last !== undefined) this.messages.push({ ...last, state, reason, finalAt: this.clock.now() });
  }

  async #list(filter: MessageFilter, limit: number) {
    this.reading();
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
