import type { Alert } from '../domain/alerts/alert.ts';
import type { AlertCount } from '../domain/alerts/alert-repository.ts';
import type { AlertState } from '../domain/alerts/alert-state.ts';
import type { PeopleTotals } from '../domain/alerts/people-totals.ts';
import { asksFor, type TocsinEvent } from '../domain/operation/events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';
import type { Page, Paged } from '../kernel/page.ts';

export interface WatchedAlerts {
  list(state: AlertState | undefined, page: Page): Promise<Paged<Alert>>;
  overview(
    id: number,
  ): Promise<{ readonly counts: readonly AlertCount[]; readonly people: PeopleTotals } | undefined>;
}

export interface AlertWatchDeps {
  readonly alerts: () => WatchedAlerts;
  /** The event types that the connected event streams ask for. */
  readonly asked: () => readonly string[];
  readonly tell: (event: TocsinEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Screens shall be two seconds behind at most, with the time to count and to draw. */
const LOOK_EVERY_MS = 1000;
/** The largest number of alerts that are watched: a person can't follow more at once. */
const MOST = 50;

/** Tells the event streams how far the alerts in the state `sending` have come. Webhooks are not told. */
export class AlertWatch {
  readonly #deps: AlertWatchDeps;
  readonly #published = new Map<number, string>();
  readonly #looper: Looper;

  constructor(deps: AlertWatchDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'how far the alerts have come cannot be told';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start(LOOK_EVERY_MS);
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #look(): Promise<number> {
    const { alerts, asked, tell, clock } = this.#deps;
    if (!asksFor(asked(), 'alert.progress')) {
      this.#published.clear();
      return LOOK_EVERY_MS;
    }
    const { items } = await alerts().list('sending', { limit: MOST, cursor: undefined });
    for (const { id, state, draft } of items) {
      const overview = await alerts().overview(id);
      if (overview === undefined) continue;
      const messages = byState(overview.counts);
      const { people } = overview;
      const now = JSON.stringify([messages, people]);
      if (this.#published.get(id) === now) continue;
      this.#published.set(id, now);
      tell({
        type: 'alert.progress',
        at: clock.now(),
        data: { alert: id, title: draft.title, kind: draft.kind, state, people, messages },
      });
    }
    for (const id of this.#published.keys())
      if (items.every((one) => one.id !== id)) this.#published.delete(id);
    return LOOK_EVERY_MS;
  }
}

const byState = (counts: readonly AlertCount[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { state, messages } of counts) sums[state] = (sums[state] ?? 0) + messages;
  return sums;
};
