import type { Message, MessageFilter } from '../../domain/messages/message.ts';
import type { MessageId } from '../../domain/messages/message-id.ts';
import type { MessageReader } from '../../domain/messages/message-store.ts';
import { isFinal } from '../../domain/messages/state.ts';
import type { EarCheck } from '../../domain/operation/ear.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Log, maskNumber } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Ear, EarService } from './ear-service.ts';
import { judgeEar } from './judge-ear.ts';

const OWNER = 'heartbeat';
const LOOK_EVERY_MS = 60_000;
const SAMPLE_EVERY_MS = 1000;
/** A message that isn't sent within this time isn't sent at all, ms. */
const VALID_FOR_MS = 30 * 60_000;
const LOOKED_AT = 5;
const DRILLS_LOOKED_AT = 200;
const FAILURE = 'an ear cannot be checked';

/** An ear, and what its checks are to be like. */
export interface CheckedEar extends Ear {
  readonly every: number;
  readonly within: number;
  readonly text?: string | undefined;
  readonly routes?: readonly string[] | undefined;
}

interface EarMessage {
  readonly to: string;
  readonly text: string;
  readonly priority: 'low';
  readonly validForMs: number;
  readonly reference: string;
  readonly onUncertain: 'hold';
  readonly routes: readonly string[];
}

export interface EarWatchDeps {
  readonly service: Pick<EarService, 'hearings' | 'inServiceSince' | 'marked' | 'watch'>;
  readonly messages: Pick<MessageReader, 'list'>;
  /** Accepts a message with this owner. Every result other than `accepted` is an error. */
  readonly send: (message: EarMessage, owner: string) => Promise<{ readonly kind: string }>;
  readonly routes: () => readonly Pick<RouteView, 'id' | 'state'>[];
  /** Sets the reason of this ear's alarm on a route; undefined clears it. */
  readonly alarm: (ear: string, route: string, reason: string | undefined) => void;
  readonly forget: (beforeMs: number) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Judged extends EarCheck {
  readonly missing: boolean;
}

/** What the ears heard is kept for a month, in ms. The results of drills stay with the drills. */
const KEPT_MS = 31 * 86_400_000;

/**
 * Sends messages to each ear by each other route, and raises an alarm on a route whose messages don't arrive as they
 * were sent. All that it knows is read from the store, so that a restart changes nothing.
 */
export class EarWatch {
  #ears: readonly CheckedEar[];
  #isStarted = false;
  readonly #deps: EarWatchDeps;
  /** By ear and route: the reason of the alarm, and the message that raised it. */
  readonly #alarms = new Map<string, { readonly reason: string; readonly message: MessageId | undefined }>();
  readonly #looper: Looper;
  readonly #sampler: Looper;
  #checks: readonly EarCheck[] = [];

  constructor(ears: readonly CheckedEar[], deps: EarWatchDeps) {
    this.#ears = ears;
    this.#deps = deps;
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#lookAtAll(), { clock, log, failure: FAILURE });
    const sample = async () => {
      deps.service.watch();
      return SAMPLE_EVERY_MS;
    };
    this.#sampler = new Looper(sample, { clock, log, failure: FAILURE });
  }

  /** Checks by these ears from now on. @param routes all routes: an alarm on any other one ends */
  use(ears: readonly CheckedEar[], routes: ReadonlySet<string>): void {
    this.#ears = ears;
    const kept = new Set(ears.map(({ route }) => route));
    for (const [ear = '', route = ''] of [...this.#alarms.keys()].map((key) => key.split(' '))) {
      if (!kept.has(ear) || !routes.has(route)) this.#tell(ear, route, undefined);
    }
    this.#checks = this.#checks.filter(({ ear, route }) => kept.has(ear) && routes.has(route));
    if (this.#isStarted) this.start();
    this.wake();
  }

  start(): void {
    this.#isStarted = true;
    if (this.#ears.length > 0) for (const looper of [this.#sampler, this.#looper]) looper.start();
  }

  async stop(): Promise<void> {
    await this.#sampler.stop();
    await this.#looper.stop();
  }

  /** To be called when an ear heard something. */
  wake(): void {
    if (this.#ears.length > 0) this.#looper.wake();
  }

  /** What each ear says of each route, at the last look. */
  checks(): readonly EarCheck[] {
    return this.#checks;
  }

  async #lookAtAll(): Promise<number> {
    const { log, forget, clock } = this.#deps;
    const checks: EarCheck[] = [];
    for (const ear of this.#ears) {
      if (this.#looper.signal.aborted) break;
      const judged: Judged[] = [];
      for (const { id, state } of this.#routesOf(ear)) {
        if (state === 'disabled') this.#tell(ear.route, id, undefined);
        else
          await this.#look(ear, id).then(
            (one) => judged.push(one),
            (error: unknown) => log.error({ err: error, ear: ear.route, route: id }, FAILURE),
          );
      }
      // A reload meanwhile may have removed it.
      if (!this.#ears.includes(ear)) return SAMPLE_EVERY_MS;
      this.#tellAll(ear, judged);
      checks.push(...judged.map(({ missing: _missing, ...check }) => check));
    }
    this.#checks = checks;
    await forget(clock.now() - KEPT_MS);
    return Math.min(LOOK_EVERY_MS, ...this.#ears.map(({ within }) => within));
  }

  #routesOf({ route, routes }: CheckedEar): readonly Pick<RouteView, 'id' | 'state'>[] {
    return this.#deps.routes().filter(({ id }) => id !== route && (routes?.includes(id) ?? true));
  }

  async #look(ear: CheckedEar, route: string): Promise<Judged> {
    const { service, clock } = this.#deps;
    const now = clock.now();
    const own = await this.#list({ owner: OWNER, reference: referenceOf(ear, route) }, LOOKED_AT);
    const ofDrills = await this.#list({ owner: 'drill', to: ear.number }, DRILLS_LOOKED_AT);
    const all = [...own, ...ofDrills.filter((one) => one.route === route)].toSorted(
      (a, b) => b.createdAt - a.createdAt,
    );
    const inServiceSince = service.inServiceSince(ear.route);
    if (inServiceSince !== undefined && isDue(own[0], ear.every, now)) await this.#send(ear, route);
    const rules = { withinMs: ear.within, inServiceSince, nowMs: now };
    for (const message of all) {
      const known = await service.hearings([{ message: message.id, number: ear.number, route }]);
      const hearing = known.get(message.id);
      const verdict = hearing && judgeEar(message, hearing, rules);
      if (hearing === undefined || verdict === undefined) continue;
      const { deaf: _deaf, ...heard } = hearing;
      const { id, state, sentAt, finalAt } = message;
      const deliveredAt = state === 'delivered' ? finalAt : undefined;
      return { ear: ear.route, route, ...verdict, message: id, sentAt, deliveredAt, heard };
    }
    return { ...NOTHING_YET, ear: ear.route, route };
  }

  async #list(
    own: Partial<Pick<MessageFilter, 'reference' | 'to'>> & { readonly owner: string },
    limit: number,
  ): Promise<readonly Message[]> {
    const filter = { state: undefined, priority: undefined, since: undefined, ...ANY, ...own };
    return (await this.#deps.messages.list(filter, { limit, cursor: undefined })).items;
  }

  async #send(ear: CheckedEar, route: string): Promise<void> {
    const { send, service, clock, log } = this.#deps;
    const at = new Date(clock.now()).toISOString();
    const taken = await send(
      {
        to: ear.number,
        text: service.marked(ear.number, ear.text ?? `Tocsin heartbeat by ${route}, ${at}`),
        priority: 'low',
        validForMs: Math.min(VALID_FOR_MS, ear.every),
        reference: referenceOf(ear, route),
        onUncertain: 'hold',
        routes: [route],
      },
      OWNER,
    );
    if (taken.kind !== 'accepted')
      log.error({ ear: ear.route, route, taken }, 'a message to an ear was not accepted');
  }

  /** If the messages of no route arrive, the ear is blamed and not the routes. */
  #tellAll(ear: CheckedEar, judged: readonly Judged[]): void {
    const missing = judged.filter((one) => one.missing);
    const isEarsFault = missing.length > 1 && judged.every(({ result }) => result !== 'passed');
    for (const { route, result, reason, message, missing: isMissing } of judged) {
      if (isEarsFault && isMissing) this.#tell(ear.route, route, undefined);
      else if (result === 'failed') this.#tell(ear.route, route, reason, message);
      else if (result === 'passed' && !this.#isBeforeAlarm(ear.route, route, message))
        this.#tell(ear.route, route, undefined);
    }
    const fault = `nothing arrives at this ear by ${missing.map(({ route }) => route).join(', ')}: its number (${maskNumber(ear.number)}) or its SIM may be wrong`;
    this.#tell(ear.route, ear.route, isEarsFault ? fault : undefined);
  }

  /** The message that raised the alarm may have its time once more, since the ear is only just back in service. */
  #isBeforeAlarm(ear: string, route: string, message: MessageId | undefined): boolean {
    const { message: raisedBy } = this.#alarms.get(`${ear} ${route}`) ?? {};
    return message !== undefined && raisedBy !== undefined && message < raisedBy;
  }

  #tell(ear: string, route: string, reason: string | undefined, message?: MessageId): void {
    const { log, alarm } = this.#deps;
    const key = `${ear} ${route}`;
    if (this.#alarms.get(key)?.reason === reason) return;
    if (reason === undefined) {
      this.#alarms.delete(key);
      log.info({ ear, route }, 'the alarm of the ear has ended');
    } else {
      this.#alarms.set(key, { reason, message });
      log.error({ ear, route, reason }, 'the ear did not hear what the route sent');
    }
    alarm(ear, route, reason);
  }
}

const ANY = { to: undefined, reference: undefined } as const;

const NOTHING_YET = {
  result: 'unknown',
  reason: 'no message to the ear has been judged yet',
  message: undefined,
  sentAt: undefined,
  deliveredAt: undefined,
  heard: undefined,
  missing: false,
} as const;

const referenceOf = ({ route: ear }: Ear, route: string): string => `ear ${ear} by ${route}`;

/** A message with a time in the future was made before the clock was set back. It counts as old: its age is unknown. */
const isDue = (newest: Message | undefined, everyMs: number, nowMs: number): boolean =>
  newest === undefined ||
  ((isFinal(newest.state) || newest.state === 'sent') &&
    (nowMs - newest.createdAt >= everyMs || newest.createdAt > nowMs));
