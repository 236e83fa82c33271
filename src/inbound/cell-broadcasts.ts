import {
  type BroadcastPage,
  type BroadcastRepository,
  broadcastKind,
  type CellBroadcast,
} from '../domain/inbound/cell-broadcast.ts';
import type { Events } from '../domain/operation/events.ts';
import type { TriggerTaken } from '../domain/triggers/triggers-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

/** A serial number that comes again a day after it last came belongs to another broadcast (TS 23.041 9.4.1.2.1). */
const SAME_MS = 24 * 3_600_000;
/** The most new broadcasts of one route that are kept in a day: a false cell must not fill the disk. */
const MOST_A_DAY = 500;
const KEPT_MS = 400 * 86_400_000;
const BATCH = 20;
const SUMMARY_UNITS = 100;
const LOOK_EVERY_MS = 3_600_000;

export interface CellBroadcastsDeps {
  readonly repository: BroadcastRepository;
  /** Makes a draft of a broadcast, if a rule is for it. A second call for the same broadcast makes no second one. */
  readonly trigger: (event: Readonly<Record<string, unknown>>) => Promise<TriggerTaken>;
  readonly publish: Events['publish'];
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps the cell broadcasts that modems receive, tells others of each when all of its pages are there, and lets the
 * trigger make a draft. A gateway that is killed in between goes on where it was.
 */
export class CellBroadcasts {
  readonly #deps: CellBroadcastsDeps;
  readonly #looper: Looper;
  readonly #overLimit = new Set<string>();
  #forgetAt = Number.NEGATIVE_INFINITY;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: CellBroadcastsDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'cell broadcasts cannot be handled; trying again';
    this.#looper = new Looper(() => this.#tellAll(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** To be called when another node may have kept a broadcast: only the node that leads tells others of it. */
  wake(): void {
    this.#looper.wake();
  }

  /** Resolves when the page is on disk, or was refused. Pages wait for each other: they may be of one broadcast. */
  take(page: BroadcastPage): Promise<void> {
    const next = this.#last.then(() => this.#take(page));
    this.#last = next.catch(() => {});
    return next;
  }

  async #take(page: BroadcastPage): Promise<void> {
    const { repository, clock, log } = this.#deps;
    const now = clock.now();
    const limits = { sinceMs: now - SAME_MS, untilMs: now + SAME_MS, most: MOST_A_DAY };
    const kept = await repository.keepPage(page, limits, now);
    if (kept?.due === true) this.#looper.wake();
    if (kept !== undefined) this.#overLimit.delete(page.route);
    else if (!this.#overLimit.has(page.route)) {
      this.#overLimit.add(page.route);
      log.error(
        { route: page.route, most: MOST_A_DAY },
        'more cell broadcasts came in a day than are kept: the others are dropped',
      );
    }
  }

  async #tellAll(): Promise<number> {
    const { repository, clock } = this.#deps;
    if (clock.elapsed() >= this.#forgetAt) {
      await repository.forgetBroadcasts(clock.now() - KEPT_MS);
      this.#forgetAt = clock.elapsed() + LOOK_EVERY_MS;
    }
    for (;;) {
      const untold = await repository.untoldBroadcasts(BATCH);
      for (const broadcast of untold) {
        if (this.#looper.signal.aborted) return LOOK_EVERY_MS;
        await this.#tell(broadcast);
      }
      if (untold.length < BATCH) return LOOK_EVERY_MS;
    }
  }

  async #tell(broadcast: CellBroadcast): Promise<void> {
    const { repository, trigger, publish, log } = this.#deps;
    const { id, route, channel, serial, language = null, text, firstAt } = broadcast;
    const kind = broadcastKind(channel);
    const at = new Date(firstAt).toISOString();
    const seen = { broadcast: id, route, channel, kind, serial, language, text, at };
    log.warn({ route, channel, kind, serial }, 'a cell broadcast was received');
    const day = at.slice(0, 10);
    const taken = await trigger({ ...seen, channel: String(channel), summary: summaryOf(text), day });
    const [outcome] = taken.kind === 'outcomes' ? taken.outcomes : [];
    const isFor = outcome !== undefined && outcome.result !== 'ignored';
    await publish('broadcast.received', { ...seen, alert: outcome?.alert ?? null });
    const words = isFor ? [outcome.result, outcome.reason].filter((one) => one !== undefined).join(': ') : '';
    await repository.told(id, isFor ? { text: words, alert: outcome.alert } : undefined);
  }
}

/** The beginning of the text, cut between words, which fits into a placeholder of a template. */
const summaryOf = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= SUMMARY_UNITS) return line;
  const cut = line.slice(0, SUMMARY_UNITS - 1);
  const end = cut.lastIndexOf(' ');
  return `${(end > SUMMARY_UNITS / 2 ? cut.slice(0, end) : cut).trimEnd()}…`;
};
