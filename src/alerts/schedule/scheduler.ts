import type { FireOutcome, ScheduleDefinition, ScheduleRepository } from '../../domain/alerts/schedule.ts';
import type { TellUnlaunched } from '../../domain/alerts/unlaunched.ts';
import type { Clock } from '../../kernel/clock.ts';
import { TocsinError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Named } from '../../kernel/named.ts';
import { takePlanned, WHY_MISSED } from '../../kernel/planned-times.ts';
import { reasonOf } from '../desk/verdict.ts';
import type { ScenarioLaunched, ScenarioLauncher } from '../scenarios/launch-scenario.ts';

export interface SchedulerDeps {
  readonly repository: ScheduleRepository;
  readonly launcher: Pick<ScenarioLauncher, 'launch'>;
  readonly unlaunched: TellUnlaunched;
  /** The longest time between two looks, ms. */
  readonly restMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

type Schedule = Pick<Named<ScheduleDefinition>, 'id' | 'name' | 'definition'>;

/** How soon a launch that waits for the disk is tried again, ms. */
const AGAIN_MS = 1000;
const PAGE = 1000;

/**
 * Launches scenarios once at each planned time. If more than the grace has passed since, it reports the time as missed.
 */
export class Scheduler {
  readonly #deps: SchedulerDeps;
  readonly #looper: Looper;
  /**
   * Steps whose writes the disk did not take: the next look tries them again. If the process ends before, the next
   * process reports their launches in `restore`.
   */
  readonly #unfinished: (() => Promise<void>)[] = [];

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'schedules cannot be looked at; tried again';
    this.#looper = new Looper(() => this.#lookAtAll(), { clock, log, failure });
  }

  /** Reports launches that were under way when the last process ended. They are not done again: the alert may exist. */
  async restore(): Promise<void> {
    const { repository, clock, log } = this.#deps;
    const detail = 'the gateway ended while it was launched: look whether there is an alert';
    for (const { schedule, plannedAt } of await repository.firing()) {
      log.error({ schedule, plannedAt }, `a scheduled launch: ${detail}`);
      const result = { outcome: 'interrupted', alert: undefined, detail } as const;
      const of = await repository.get(schedule);
      if (of !== undefined) await this.#tell(of, [plannedAt], result);
      await repository.settle(schedule, { plannedAt, at: clock.now(), ...result });
    }
  }

  start(): void {
    this.#looper.start();
  }

  /** To be called each second while there is a schedule. */
  wake(): void {
    this.#looper.wake();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #lookAtAll(): Promise<number> {
    const { repository, restMs, log } = this.#deps;
    for (const goOn of this.#unfinished.splice(0)) await goOn();
    for (let cursor: string | undefined; ; ) {
      const page = await repository.list({ limit: PAGE, cursor });
      for (const schedule of page.items) {
        if (this.#looper.signal.aborted) return AGAIN_MS;
        await this.#lookAt(schedule).catch((error: unknown) =>
          log.error({ err: error, schedule: schedule.id }, 'a schedule cannot be looked at; tried again'),
        );
      }
      if (page.next === undefined) return this.#unfinished.length > 0 ? AGAIN_MS : restMs;
      cursor = page.next;
    }
  }

  async #lookAt({ id, name, definition }: Schedule): Promise<void> {
    const { repository, clock } = this.#deps;
    if (!definition.enabled) return;
    const now = clock.now();
    await takePlanned(definition, await repository.lastPlanned(id, now), now, {
      fire: (plannedAt) => this.#fire({ id, name, definition }, plannedAt),
      miss: (planned) => this.#miss({ id, name, definition }, planned),
      stopped: () => this.#looper.signal.aborted,
    });
  }

  /**
   * Reports before it writes: if the gateway ends in between, the times are reported twice, which is better than never.
   */
  async #miss(schedule: Schedule, planned: readonly number[]): Promise<void> {
    const { repository, clock, log } = this.#deps;
    log.error(
      { schedule: schedule.id, missed: planned.length },
      'scheduled launches were missed, and are not made up for',
    );
    await this.#tell(schedule, planned, { outcome: 'missed', alert: undefined, detail: WHY_MISSED });
    for (const plannedAt of planned) {
      await repository.take(schedule.id, {
        plannedAt,
        outcome: 'missed',
        detail: WHY_MISSED,
        at: clock.now(),
      });
    }
  }

  async #fire(schedule: Schedule, plannedAt: number): Promise<void> {
    const { repository, clock } = this.#deps;
    const firing = { plannedAt, outcome: 'firing', detail: undefined, at: clock.now() } as const;
    if (await repository.take(schedule.id, firing)) await this.#launch(schedule, plannedAt, firing.at);
  }

  /** @param since when this planned time was first tried, ms since the epoch */
  async #launch(schedule: Schedule, plannedAt: number, since: number): Promise<void> {
    const { launcher, clock, log } = this.#deps;
    const { id, name, definition } = schedule;
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
        // An alert that an earlier try did launch is found by this key.
        key: { name: `schedule:${id} ${plannedAt}`, since },
      })
      .catch((error: unknown): Failed => ({ kind: 'threw', why: error }));
    if (isUnwritten(launched) && clock.now() - plannedAt <= definition.graceMs) {
      log.error({ err: launched.why, schedule: id, plannedAt }, 'a scheduled launch waits for the disk');
      this.#unfinished.push(() => this.#launch(schedule, plannedAt, since));
      return;
    }
    const result = outcomeOf(launched);
    const fields = { schedule: id, plannedAt, ...result };
    if (result.outcome === 'launched') log.info(fields, 'a scheduled alert was launched');
    else log.error(fields, 'a scheduled alert was not launched');
    await this.#end(schedule, plannedAt, result);
  }

  /** Reports and stores the outcome. What can't be written now is tried again at the next look. */
  async #end(
    schedule: Schedule,
    plannedAt: number,
    result: LaunchResult,
    isAnnounced = false,
  ): Promise<void> {
    const { repository, clock, log } = this.#deps;
    const wasAnnounced =
      isAnnounced || result.outcome === 'launched' || (await this.#tell(schedule, [plannedAt], result));
    const isSettled = await repository.settle(schedule.id, { plannedAt, at: clock.now(), ...result }).then(
      () => true,
      (error: unknown) => {
        log.error({ err: error, schedule: schedule.id }, 'what came of a schedule cannot be written');
        return false;
      },
    );
    if (!wasAnnounced || !isSettled)
      this.#unfinished.push(() => this.#end(schedule, plannedAt, result, wasAnnounced));
  }

  /** Reports that no alert was launched. False: the report could not be written. */
  #tell(
    { id, name, definition }: Schedule,
    plannedAt: readonly number[],
    { outcome, alert, detail = '' }: LaunchResult,
  ): Promise<boolean> {
    const { unlaunched, log } = this.#deps;
    const kind = outcome === 'missed' || outcome === 'interrupted' ? outcome : 'refused';
    const by = { id: `schedule:${id}`, name };
    const what = { kind, by, scenario: definition.scenario, alert, reason: detail, plannedAt } as const;
    return unlaunched(what).then(
      () => true,
      (error: unknown) => {
        log.error({ err: error, schedule: id }, 'that a scheduled alert was not launched cannot be told');
        return false;
      },
    );
  }
}

interface Failed {
  readonly kind: 'threw';
  readonly why: unknown;
}

/** Whether the disk failed. Then the launch may be tried again: the key finds an alert that went out after all. */
const isUnwritten = (launched: ScenarioLaunched | Failed): launched is Failed =>
  launched.kind === 'threw' &&
  launched.why instanceof TocsinError &&
  launched.why.code === 'storeUnavailable';

interface LaunchResult {
  readonly outcome: FireOutcome;
  readonly alert: number | undefined;
  readonly detail: string | undefined;
}

const outcomeOf = (launched: ScenarioLaunched | Failed): LaunchResult => {
  const failed = (detail: string): LaunchResult => ({ outcome: 'failed', alert: undefined, detail });
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
    case 'recentlyAlerted':
      return failed(reasonOf(launched));
    case 'unfit':
      return failed(launched.findings.map(({ message }) => message).join('; '));
    case 'threw':
      // The alert may have been made before the error.
      return {
        outcome: 'interrupted',
        alert: undefined,
        detail: launched.why instanceof Error ? launched.why.message : String(launched.why),
      };
  }
};
