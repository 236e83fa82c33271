import type { NewMessage } from '../../domain/messages/message.ts';
import {
  type Alarm,
  type AlarmKind,
  type AlarmRepository,
  type AlarmSeverity,
  type AlarmState,
  alarmStateOf,
  LONGEST_SILENCE_MS,
} from '../../domain/operation/alarm.ts';
import type { AuditActor, AuditNote } from '../../domain/operation/audit.ts';
import type { EventType, TocsinEvent } from '../../domain/operation/events.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import { type AlarmBook, bookOf, stepBook } from './alarm-book.ts';
import { alarmEvent } from './alarm-events.ts';
import type { Condition, Source } from './condition.ts';
import { dueTelling, type Telling, type TellingPolicy, toldOf } from './telling.ts';
import { WatchedSources } from './watched-sources.ts';

export interface AlarmsDeps {
  readonly repository: Pick<AlarmRepository, 'all' | 'write'>;
  readonly sources: readonly Source[];
  /** Kinds that nobody wants to be told of. */
  readonly off: ReadonlySet<AlarmKind>;
  readonly policy: TellingPolicy;
  /** Makes the SMS of a telling; none: nobody can be told. */
  readonly messages: (telling: Telling, nowMs: number) => Promise<readonly NewMessage[]>;
  /** Called with the messages that were committed. */
  readonly queued: (messages: readonly NewMessage[]) => void;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AlarmFilter {
  readonly state: AlarmState | undefined;
  readonly severity: AlarmSeverity | undefined;
  readonly kind: AlarmKind | undefined;
}

export type AlarmVerdict =
  | { readonly kind: 'done'; readonly alarm: Alarm }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'wrongState'; readonly detail: string };

const LOOK_EVERY_MS = 5000;
/** While nobody can be told, it is tried again after this, ms. */
const NOBODY_REST_MS = 60_000;
/** Events that wait for a disk that cannot be written; the oldest are dropped. */
const MOST_EVENTS = 500;

/**
 * The alarms of the gateway about itself. They are kept in memory, and written with their events and SMS in one commit.
 * While the disk cannot be written they are shown all the same, and what could not be written is written later.
 */
export class Alarms {
  readonly #deps: AlarmsDeps;
  readonly #looper: Looper;
  readonly #sources: WatchedSources;
  readonly #unwritten = new Set<string>();
  #events: TocsinEvent[] = [];
  #book: AlarmBook = bookOf([]);
  #nobodyUntil = Number.NEGATIVE_INFINITY;
  /** The write under way: an act of a person and a look never write at the same time. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(deps: AlarmsDeps) {
    this.#deps = deps;
    this.#sources = new WatchedSources(deps);
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#look(), {
      clock,
      log,
      failure: 'the alarms cannot be written; trying again',
    });
  }

  /** Reads what is kept: who has acknowledged what is not asked again. */
  async restore(): Promise<void> {
    this.#book = bookOf(await this.#deps.repository.all());
  }

  start(): void {
    this.#looper.start();
  }

  async stop(): Promise<void> {
    await this.#looper.stop();
    await this.#writing.catch(() => undefined);
  }

  /** All alarms that have not ended. */
  standing(): readonly Alarm[] {
    return this.#all().filter(({ endedAt }) => endedAt === undefined);
  }

  /** The alarm that was raised last comes first. */
  list({ state, severity, kind }: AlarmFilter, { limit, cursor }: Page): Paged<Alarm> {
    const now = this.#deps.clock.now();
    const before = cursor === undefined ? Number.POSITIVE_INFINITY : Number(cursor);
    const found = this.#all()
      .filter((one) => one.serial < before)
      .filter((one) => state === undefined || alarmStateOf(one, now) === state)
      .filter((one) => severity === undefined || one.severity === severity)
      .filter((one) => kind === undefined || one.kind === kind)
      .sort((one, other) => other.serial - one.serial);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, next: found.length > limit && last !== undefined ? String(last.serial) : undefined };
  }

  /** Whoever is first has acknowledged it; others change nothing. */
  acknowledge(id: string, by: AuditActor): Promise<AlarmVerdict> {
    return this.#act(id, by, 'acknowledged', (alarm, at) => {
      if (alarm.endedAt !== undefined) return 'The alarm has ended by itself.';
      return alarm.acknowledged === undefined ? { ...alarm, acknowledged: { by, at } } : alarm;
    });
  }

  /** Tells nobody of it until then, also if it ends and begins again. */
  silence(id: string, by: AuditActor, until: number, reason: string): Promise<AlarmVerdict> {
    return this.#act(id, by, 'silenced', (alarm, at) => ({
      ...alarm,
      silence: { by, at, until: Math.min(until, at + LONGEST_SILENCE_MS), reason },
    }));
  }

  unsilence(id: string, by: AuditActor): Promise<AlarmVerdict> {
    return this.#act(id, by, 'unsilenced', (alarm) =>
      alarm.silence === undefined ? alarm : { ...alarm, silence: undefined, tellings: 0 },
    );
  }

  #all(): Alarm[] {
    return [...this.#book.alarms.values()];
  }

  #act(
    id: string,
    by: AuditActor,
    what: 'acknowledged' | 'silenced' | 'unsilenced',
    change: (alarm: Alarm, nowMs: number) => Alarm | string,
  ): Promise<AlarmVerdict> {
    return this.#alone(async () => {
      const alarm = this.#book.alarms.get(id);
      if (alarm === undefined) return { kind: 'unknown' };
      const at = this.#deps.clock.now();
      const changed = change(alarm, at);
      if (typeof changed === 'string') return { kind: 'wrongState', detail: changed };
      if (changed === alarm) return { kind: 'done', alarm };
      const now = { ...changed, changedAt: at };
      const { until, reason } = what === 'silenced' ? (now.silence ?? {}) : {};
      const detail = until === undefined ? {} : { until: new Date(until).toISOString(), reason };
      await this.#write([now], [alarmEvent(`alarm.${what}`, now, at, by)], [], {
        at,
        actor: by,
        action: `alarm.${ACTIONS[what]}`,
        subject: `alarm:${id}`,
        detail,
      });
      return { kind: 'done', alarm: now };
    });
  }

  async #look(): Promise<number> {
    const conditions = await this.#sources.look();
    await this.#alone(() => this.#step(conditions));
    return LOOK_EVERY_MS;
  }

  async #step(conditions: readonly Condition[]): Promise<void> {
    const { clock, policy, log } = this.#deps;
    const now = clock.now();
    const { book, changes } = stepBook(this.#book, conditions, now);
    this.#book = book;
    for (const { what, alarm } of changes) {
      const { id, kind, severity, reason } = alarm;
      log[what === 'ended' ? 'info' : 'warn']({ alarm: id, kind, severity, reason }, `alarm ${what}`);
      this.#unwritten.add(id);
      const type: EventType = what === 'worse' ? 'alarm.raised' : `alarm.${what}`;
      this.#events.push(alarmEvent(type, alarm, now));
    }
    this.#events = this.#events.slice(-MOST_EVENTS);
    const due =
      now < this.#nobodyUntil
        ? undefined
        : dueTelling(this.#all(), policy, now, (id) => book.goneSince.has(id));
    const sms = due === undefined ? [] : await this.#messagesOf(due, now);
    if (due !== undefined && sms.length === 0) {
      this.#nobodyUntil = now + NOBODY_REST_MS;
      log.error({ alarms: due.alarms.map(({ id }) => id) }, 'nobody can be told of alarms by SMS');
    }
    const told = due === undefined || sms.length === 0 ? [] : toldOf(due, now);
    if (told.length + this.#unwritten.size + this.#events.length > 0)
      await this.#write(told, this.#events, sms, undefined);
  }

  async #messagesOf(telling: Telling, nowMs: number): Promise<readonly NewMessage[]> {
    try {
      return await this.#deps.messages(telling, nowMs);
    } catch (error) {
      // The alarm is written and shown all the same.
      this.#deps.log.error({ err: error }, 'the SMS about an alarm cannot be made');
      return [];
    }
  }

  /** Writes these alarms, and those that could not be written before. */
  async #write(
    changed: readonly Alarm[],
    events: readonly TocsinEvent[],
    messages: readonly NewMessage[],
    note: AuditNote | undefined,
  ): Promise<void> {
    const { repository, queued, announce } = this.#deps;
    const now = new Map(changed.map((alarm) => [alarm.id, alarm]));
    const others = [...this.#unwritten].flatMap((id) => {
      const alarm = this.#book.alarms.get(id);
      return alarm === undefined || now.has(id) ? [] : [alarm];
    });
    const earlier = note === undefined ? [] : this.#events;
    await repository.write({
      alarms: [...others, ...changed],
      messages,
      events: [...earlier, ...events],
      note,
    });
    this.#unwritten.clear();
    this.#events = [];
    this.#book = { ...this.#book, alarms: new Map([...this.#book.alarms, ...now]) };
    queued(messages);
    announce();
  }

  #alone<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#writing.then(run, run);
    this.#writing = next.catch(() => undefined);
    return next;
  }
}

const ACTIONS = { acknowledged: 'acknowledge', silenced: 'silence', unsilenced: 'unsilence' } as const;
