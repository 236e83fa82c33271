import type { Cancel, Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';

/** A text for each limit, for the log and for the alarm on a route. It says what happens to what exceeds the limit. */
const limits = {
  perHour: 'more messages from phones in an hour than `perHour` allows; those over the limit are refused',
  perSenderPerHour:
    'more messages from one phone in an hour than `perSenderPerHour` allows; those over the limit are refused',
  incomplete:
    'more incomplete long messages than `incomplete` or `incompletePerSender` allows; of the oldest, the inbox shows what came',
  repliesPerHourInAll:
    'more automatic replies in an hour than `repliesPerHourInAll` allows; messages on top have none',
  unmatchedReceipts:
    'more receipts that belong to no message than `unmatchedReceipts` allows; those on top are only counted',
  optOutsPerMinute:
    'more opt-outs in a minute than `inbound.optOutsPerMinute` allows while an alert goes out; those over it wait for review',
  wrongTokens: 'more calls with wrong tokens in a minute than people cause by mistake',
  wrongPasswords: 'more wrong passwords or codes in a minute than people enter by mistake',
  refusedCalls:
    'more calls in a minute that the role of their token does not allow than people cause by mistake',
} as const;

export type IntakeLimit = keyof typeof limits;

/** The id that stands for all routes together, for limits that aren't those of one route. */
export const ALL_ROUTES = '*';

/** Limits that cause no alarm on the route: a single phone that sends too much must not make the route look faulty. */
const ofOnePhone: ReadonlySet<IntakeLimit> = new Set(['perSenderPerHour']);

const EVERY_MS = 60_000;

export interface IntakeAlarmsDeps {
  /** Sets the reason of an alarm on a route; undefined clears it. */
  readonly alarm: (route: string, reason: string | undefined) => void;
  /** The metric `tocsin_intake_over_limit_total`. */
  readonly counter: { inc(labels: { readonly route: string; readonly limit: string }): void };
  readonly clock: Clock;
  readonly log: Log;
}

interface OpenAlarm {
  readonly limit: IntakeLimit;
  /** How often the limit was exceeded since the last line in the log; `inAll`: since the alarm began. */
  recent: number;
  inAll: number;
  cancel: Cancel;
}

/**
 * Reports when more comes in than a limit allows: at once, then every minute while the limit is exceeded, and once when
 * it wasn't exceeded for a minute. So the number of log lines doesn't grow with the number of messages and receipts.
 */
export class IntakeAlarms {
  readonly #deps: IntakeAlarmsDeps;
  readonly #open = new Map<string, Map<IntakeLimit, OpenAlarm>>();

  constructor(deps: IntakeAlarmsDeps) {
    this.#deps = deps;
  }

  over(route: string, limit: IntakeLimit): void {
    const { counter, log } = this.#deps;
    counter.inc({ route, limit });
    const ofRoute = this.#open.get(route) ?? new Map<IntakeLimit, OpenAlarm>();
    const alarm = ofRoute.get(limit);
    if (alarm !== undefined) {
      alarm.recent++;
      alarm.inAll++;
      return;
    }
    log.warn({ route, limit }, limits[limit]);
    ofRoute.set(limit, { limit, recent: 0, inAll: 1, cancel: this.#lookLater(route, limit) });
    this.#open.set(route, ofRoute);
    this.#show(route);
  }

  /** What is over its limit now. */
  open(): readonly { readonly route: string; readonly limit: IntakeLimit; readonly reason: string }[] {
    return [...this.#open].flatMap(([route, ofRoute]) =>
      [...ofRoute.keys()].map((limit) => ({ route, limit, reason: limits[limit] })),
    );
  }

  stop(): void {
    for (const ofRoute of this.#open.values()) for (const { cancel } of ofRoute.values()) cancel();
  }

  #lookLater(route: string, limit: IntakeLimit): Cancel {
    return this.#deps.clock.after(EVERY_MS, () => this.#look(route, limit));
  }

  #look(route: string, limit: IntakeLimit): void {
    const { log } = this.#deps;
    const alarm = this.#open.get(route)?.get(limit);
    if (alarm === undefined) return;
    const { recent, inAll } = alarm;
    if (recent > 0) {
      log.warn({ route, limit, lastMinute: recent, inAll }, limits[limit]);
      alarm.recent = 0;
      alarm.cancel = this.#lookLater(route, limit);
      return;
    }
    log.info({ route, limit, inAll }, 'incoming messages or receipts are within their limit again');
    this.#open.get(route)?.delete(limit);
    this.#show(route);
  }

  #show(route: string): void {
    const doubts = [...(this.#open.get(route)?.keys() ?? [])].filter((limit) => !ofOnePhone.has(limit));
    this.#deps.alarm(
      route,
      doubts.length === 0 ? undefined : doubts.map((limit) => limits[limit]).join('; '),
    );
  }
}
