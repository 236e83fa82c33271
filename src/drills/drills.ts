import type { NewMessage } from '../domain/messages/message.ts';
import type { MessageId } from '../domain/messages/message-id.ts';
import type { AuditActor } from '../domain/operation/audit.ts';
import type {
  DrillDefinition,
  DrillRepository,
  DrillRun,
  DrillRunView,
  DrillService,
  DrillStatus,
  NewDrillTarget,
  OpenTarget,
} from '../domain/operation/drill.ts';
import type { Ears } from '../domain/operation/ear.ts';
import type { RouteView } from '../domain/routes/routes-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';
import type { Named } from '../kernel/named.ts';
import type { Page, Paged } from '../kernel/page.ts';
import { takePlanned, WHY_MISSED } from '../kernel/planned-times.ts';
import { judgeRun } from './judge.ts';
import { judgeOpen } from './judge-open.ts';
import { type DrillMessage, planTargets } from './plan-drill.ts';
import { faultsOf, type Refused } from './refused.ts';
import { drillEvent, missedDrills } from './tell-drill.ts';

/** The owner of the messages of drills. Ids of tokens are longer, so no token has this id. */
const OWNER = 'drill';
/** How soon a run under way is looked at again, ms. */
const FOLLOW_MS = 1000;
const PAGE = 1000;

export interface DrillDeps {
  readonly repository: DrillRepository;
  /** Makes a message without storing it. The drill stores it together with its run. */
  readonly prepare: (
    message: DrillMessage & { readonly reference: string },
    owner: string,
  ) => Promise<NewMessage | Refused>;
  /** Announces messages that were committed. */
  readonly stored: (messages: readonly NewMessage[]) => void;
  readonly cancel: (message: MessageId) => Promise<unknown>;
  readonly routes: () => readonly Pick<RouteView, 'id' | 'state'>[];
  readonly ears: Ears;
  /** Called after an event was committed, so that it is published. */
  readonly announce: () => void;
  /** The longest time between two looks, ms. */
  readonly restMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

type Drill = Pick<Named<DrillDefinition>, 'id' | 'name' | 'definition'>;

/**
 * Runs exercises with messages to our own numbers, at planned times and on demand. A run and its messages are one
 * commit, and its progress is read from the states of the messages, so that a gateway that was killed goes on where it
 * was.
 */
export class Drills implements DrillService {
  readonly #deps: DrillDeps;
  readonly #looper: Looper;
  readonly #last = new Map<number, DrillRun>();
  readonly #running = new Map<number, number>();
  #names: ReadonlyMap<number, string> = new Map();

  constructor(deps: DrillDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'due drills cannot be checked; trying again';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  /** Marks runs that the end of the last process interrupted, and goes on with them. */
  async restore(): Promise<void> {
    const { repository, log } = this.#deps;
    const interrupted = await repository.interrupt();
    if (interrupted > 0)
      log.warn({ interrupted }, 'the end of the gateway interrupted runs of drills; they go on');
    for (const run of await repository.lastFinished()) this.#last.set(run.drill, run);
    for (const { drill, id } of await repository.running()) this.#running.set(drill, id);
    const names = new Map<number, string>();
    for await (const { id, name } of this.#all()) names.set(id, name);
    this.#names = names;
  }

  start(): void {
    this.#looper.start(FOLLOW_MS);
  }

  /** To be called each second while there is a drill, and when the last one was removed. */
  wake(): void {
    this.#looper.wake();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  status(id: number): Pick<DrillStatus, 'running' | 'last'> {
    return { running: this.#running.get(id), last: this.#last.get(id) };
  }

  /** The state of all drills, for metrics; at most a second old. */
  statuses(): readonly DrillStatus[] {
    return [...this.#names].map(([drill, name]) => ({ drill, name, ...this.status(drill) }));
  }

  async run(id: number, { id: actor, name }: AuditActor): ReturnType<DrillService['run']> {
    const drill = await this.#deps.repository.get(id);
    if (drill === undefined) return { kind: 'unknown' };
    const begun = await this.#begin(drill, undefined, { id: actor, name });
    if (begun.kind === 'begun') return (await this.runOf(id, begun.run)) ?? { kind: 'unknown' };
    return begun.kind === 'taken' ? { kind: 'unknown' } : begun;
  }

  async runs(id: number, page: Page): Promise<Paged<DrillRunView>> {
    const { items, next } = await this.#deps.repository.runs(id, page);
    return { items: await this.#withTargets(items), next };
  }

  async runOf(id: number, run: number): Promise<DrillRunView | undefined> {
    const found = await this.#deps.repository.run(id, run);
    return found === undefined ? undefined : (await this.#withTargets([found]))[0];
  }

  async #withTargets(runs: readonly DrillRun[]): Promise<DrillRunView[]> {
    const { repository, ears, clock } = this.#deps;
    const all = await repository.targets(runs.map(({ id }) => id));
    const targets = await judgeOpen(runs, all, ears, clock.now());
    return runs.map((run) => ({ ...run, targets: targets.get(run.id) ?? [] }));
  }

  async *#all(): AsyncGenerator<Drill> {
    for (let cursor: string | undefined; ; ) {
      const page = await this.#deps.repository.list({ limit: PAGE, cursor });
      yield* page.items;
      if (page.next === undefined) return;
      cursor = page.next;
    }
  }

  async #look(): Promise<number> {
    const { restMs, log } = this.#deps;
    const { signal } = this.#looper;
    const names = new Map<number, string>();
    for await (const drill of this.#all()) {
      if (signal.aborted) return FOLLOW_MS;
      names.set(drill.id, drill.name);
      await this.#lookAt(drill).catch((error: unknown) =>
        log.error({ err: error, drill: drill.id }, 'a drill cannot be checked; trying again'),
      );
    }
    this.#names = names;
    for (const id of this.#last.keys()) if (!names.has(id)) this.#last.delete(id);
    if (!signal.aborted) await this.#follow();
    return this.#running.size > 0 ? FOLLOW_MS : restMs;
  }

  async #lookAt(drill: Drill): Promise<void> {
    const { repository, clock, log } = this.#deps;
    const { id, definition } = drill;
    if (!definition.enabled) return;
    const now = clock.now();
    await takePlanned(definition, await repository.lastPlanned(id, now), now, {
      fire: async (plannedAt) => {
        const begun = await this.#begin(drill, plannedAt, undefined);
        if (begun.kind !== 'running') return;
        const why = `run ${begun.run} of it was still under way`;
        await this.#miss(drill, [plannedAt], why);
        log.error({ drill: id, plannedAt, why }, 'a planned drill did not begin');
      },
      miss: async (planned) => {
        await this.#miss(drill, planned, WHY_MISSED);
        log.error({ drill: id, missed: planned.length }, 'planned drills were missed and are not run later');
      },
      stopped: () => this.#looper.signal.aborted,
    });
  }

  async #miss(drill: Drill, planned: readonly number[], why: string): Promise<void> {
    const { repository, announce, clock } = this.#deps;
    const missed = missedDrills(drill, planned, why, this.#last.get(drill.id), clock.now());
    for (const one of missed) await repository.miss(one);
    announce();
  }

  async #begin(drill: Drill, plannedAt: number | undefined, by: AuditActor | undefined) {
    const { repository, prepare, stored, routes, ears, clock, log } = this.#deps;
    const { id, name, definition } = drill;
    const messages = new Map<MessageId, NewMessage>();
    const targets: NewDrillTarget[] = [];
    const reference = `drill ${id}`;
    for (const { route, number, message } of planTargets(definition, routes(), ears)) {
      const made = typeof message === 'string' ? message : await prepare({ ...message, reference }, OWNER);
      if (typeof made === 'object' && 'id' in made) messages.set(made.id, made);
      targets.push({
        route,
        number,
        message: typeof made === 'string' || 'id' in made ? made : faultsOf(made),
      });
    }
    const { withinMs, until } = definition;
    const startedAt = clock.now();
    const run = { drill: id, name, plannedAt, startedBy: by, startedAt, withinMs, until, targets };
    const begun = await repository.begin(run);
    if (begun.kind !== 'begun') return begun;
    this.#running.set(id, begun.run);
    stored(begun.stored.flatMap((one) => messages.get(one) ?? []));
    log.info({ drill: id, run: begun.run, plannedAt, messages: begun.stored.length }, 'a drill began');
    return begun;
  }

  async #follow(): Promise<void> {
    const { repository, log } = this.#deps;
    const runs = await repository.running();
    // Another node may have begun one just before this one came to lead.
    for (const { drill, id } of runs) this.#running.set(drill, id);
    if (runs.length === 0) return;
    const targets = Map.groupBy(await repository.targets(runs.map(({ id }) => id)), ({ run }) => run);
    for (const run of runs) {
      if (this.#looper.signal.aborted) return;
      await this.#followOne(run, targets.get(run.id) ?? []).catch((error: unknown) =>
        log.error({ err: error, drill: run.drill, run: run.id }, 'a drill cannot be followed; trying again'),
      );
    }
  }

  async #followOne(run: DrillRun, open: readonly OpenTarget[]): Promise<void> {
    const { repository, cancel, ears, announce, clock, log } = this.#deps;
    // If a number opted out after the run began, its message is cancelled, unless a route has it already.
    for (const { optedOut, now, message } of open)
      if (optedOut && now?.state === 'queued' && message !== undefined) await cancel(message);
    const now = clock.now();
    const targets = (await judgeOpen([run], open, ears, now)).get(run.id) ?? [];
    const verdict = judgeRun(targets, run);
    if (verdict === undefined) return;
    const finished: DrillRun = { ...run, ...verdict, finishedAt: now };
    const event = drillEvent(finished, this.#last.get(run.drill), now);
    await repository.finish({ run: run.id, ...verdict, at: now, targets, event });
    if (this.#running.get(run.drill) === run.id) this.#running.delete(run.drill);
    this.#last.set(run.drill, finished);
    announce();
    const { drill, result, reason } = finished;
    if (result === 'passed') log.info({ drill, run: run.id }, 'a drill passed');
    else log.warn({ drill, run: run.id, reason, routes: finished.routes }, 'a drill failed');
  }
}
