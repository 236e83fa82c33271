import type { Cancel, Clock } from '../../domain/clock.ts';
import type { Log } from '../../domain/log.ts';
import type { Named } from '../../domain/named.ts';
import type { FireOutcome, ScheduleBook, ScheduleDefinition } from '../../domain/schedule.ts';
import type { TellUnlaunched } from '../../domain/unlaunched.ts';
import type { ScenarioLaunched, ScenarioLauncher } from '../scenarios/launch-scenario.ts';
import { reasonOf } from '../verdict.ts';
import { takePlanned, WHY_MISSED } from './planned.ts';

export interface SchedulerDeps {
  readonly book: ScheduleBook;
  readonly launcher: Pick<ScenarioLauncher, 'launch'>;
  readonly unlaunched: TellUnlaunched;
  readonly clock: Clock;
  readonly log: Log;
}

type Schedule = Pick<Named<ScheduleDefinition>, 'id' | 'name' | 'definition'>;

const LOOK_MS = 1000;
const PAGE = 1000;

/** Launches scenarios at their times: each planned time once, late within its grace, or told as missed. */
export class Scheduler {
  readonly #deps: SchedulerDeps;
  #cancel: Cancel | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
  }

  /** What was firing when the last process ended is told, and not done again. */
  async restore(): Promise<void> {
    const { book, clock, log } = this.#deps;
    const detail = 'the gateway ended while it was launched: look whether there is an alert';
    for (const { schedule, plannedAt } of await book.firing()) {
      log.error({ schedule, plannedAt }, `a scheduled launch: ${detail}`);
      const told = { outcome: 'interrupted', alert: undefined, detail } as const;
      const of = await book.get(schedule);
      if (of !== undefined) await this.#tell(of, [plannedAt], told);
      await book.settle(schedule, { plannedAt, at: clock.now(), ...told });
    }
  }

  start(): void {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  #look(): void {
    const { clock, log } = this.#deps;
    this.#running = this.#lookAtAll()
      .catch((error: unknown) => log.error({ err: error }, 'schedules cannot be looked at; tried again'))
      .finally(() => {
        if (!this.#stopped) this.#cancel = clock.after(LOOK_MS, () => this.#look());
      });
  }

  async #lookAtAll(): Promise<void> {
    const { book, log } = this.#deps;
    for (let cursor: string | undefined; ; ) {
      const page = await book.list({ limit: PAGE, cursor });
      for (const schedule of page.items) {
        if (this.#stopped) return;
        await this.#lookAt(schedule).catch((error: unknown) =>
          log.error({ err: error, schedule: schedule.id }, 'a schedule cannot be looked at; tried again'),
        );
      }
      if (page.next === undefined) return;
      cursor = page.next;
    }
  }

  async #lookAt({ id, name, definition }: Schedule): Promise<void> {
    const { book, clock } = this.#deps;
    if (!definition.enabled) return;
    const now = clock.now();
    await takePlanned(definition, await book.lastPlanned(id, now), now, {
      fire: (plannedAt) => this.#fire({ id, name, definition }, plannedAt),
      miss: (planned) => this.#miss({ id, name, definition }, planned),
      stopped: () => this.#stopped,
    });
  }

  /** Told before it is taken: a gateway that ends between the two tells it again, not never. */
  async #miss(schedule: Schedule, planned: readonly number[]): Promise<void> {
    const { book, clock, log } = this.#deps;
    log.error(
      { schedule: schedule.id, missed: planned.length },
      'scheduled launches were missed, and are not made up for',
    );
    await this.#tell(schedule, planned, { outcome: 'missed', alert: undefined, detail: WHY_MISSED });
    for (const plannedAt of planned) {
      await book.take(schedule.id, { plannedAt, outcome: 'missed', detail: WHY_MISSED, at: clock.now() });
    }
  }

  async #fire({ id, name, definition }: Schedule, plannedAt: number): Promise<void> {
    const { book, launcher, clock, log } = this.#deps;
    const firing = { plannedAt, outcome: 'firing', detail: undefined, at: clock.now() } as const;
    if (!(await book.take(id, firing))) return;
    const launched = await launcher
      .launch(definition.scenario, {
        values: definition.values,
        asExercise: definition.asExercise,
        hash: undefined,
        version: undefined,
        breakGlass: undefined,
        source: 'schedule',
        actor: { id: `schedule:${id}`, name, role: 'operator' },
        authors: definition.writtenBy === undefined ? [] : [definition.writtenBy],
      })
      .catch((error: unknown): Failed => ({ kind: 'threw', why: error }));
    const told = outcomeOf(launched);
    const fields = { schedule: id, plannedAt, ...told };
    if (told.outcome === 'launched') log.info(fields, 'a scheduled alert was launched');
    else {
      log.error(fields, 'a scheduled alert was not launched');
      await this.#tell({ id, name, definition }, [plannedAt], told);
    }
    await book.settle(id, { plannedAt, at: clock.now(), ...told });
  }

  async #tell(
    { id, name, definition }: Schedule,
    plannedAt: readonly number[],
    { outcome, alert, detail = '' }: Told,
  ): Promise<void> {
    const { unlaunched, log } = this.#deps;
    const kind = outcome === 'missed' || outcome === 'interrupted' ? outcome : 'refused';
    const by = { id: `schedule:${id}`, name };
    const what = { kind, by, scenario: definition.scenario, alert, reason: detail, plannedAt } as const;
    await unlaunched(what).catch((error: unknown) =>
      log.error({ err: error, schedule: id }, 'that a scheduled alert was not launched cannot be told'),
    );
  }
}

interface Failed {
  readonly kind: 'threw';
  readonly why: unknown;
}

interface Told {
  readonly outcome: FireOutcome;
  readonly alert: number | undefined;
  readonly detail: string | undefined;
}

const outcomeOf = (launched: ScenarioLaunched | Failed): Told => {
  const failed = (detail: string): Told => ({ outcome: 'failed', alert: undefined, detail });
  switch (launched.kind) {
    case 'launched':
      return { outcome: 'launched', alert: launched.alert.id, detail: undefined };
    case 'kept': {
      const { alert, why } = launched;
      return { outcome: 'kept', alert: alert.id, detail: reasonOf(why) };
    }
    case 'unknown':
      return failed('there is no such scenario any more');
    case 'changed':
      return failed('the scenario has changed');
    case 'unfit':
      return failed(launched.findings.map(({ message }) => message).join('; '));
    case 'threw':
      // Something may have been done before it was thrown.
      return {
        outcome: 'interrupted',
        alert: undefined,
        detail: launched.why instanceof Error ? launched.why.message : String(launched.why),
      };
  }
};
