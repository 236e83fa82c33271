import type { Pacer } from '../../../src/dispatch/route/pacer.ts';
import { WindowGauge } from '../../../src/dispatch/route/window-gauge.ts';
import type { Limits } from '../../../src/sim/smsc/carrier/named-limits.ts';
import { Status } from '../../../src/sim/smsc/pdu/protocol.ts';

export interface Link {
  /** From submit to answer, ms, while the carrier doesn't delay it. */
  readonly roundTripMs: number;
  /** A delay that is added for each part, ms; parts stay in order. */
  readonly jitterMs?: (ms: number) => number;
  /** The window: the most parts without an answer. */
  readonly window: number;
  /** Whether the process stands still in this millisecond, so that it neither sends nor reads. */
  readonly stalled?: (ms: number) => boolean;
  /** Whether parts wait at this time; default: always. */
  readonly waiting?: (ms: number) => boolean;
}

export interface Second {
  accepted: number;
  refused: number;
}

export interface Course {
  readonly seconds: readonly Second[];
  /** How long each critical part, of which one comes every 700 ms, waited to leave, ms. */
  readonly criticalWaits: readonly number[];
}

interface Answer {
  readonly at: number;
  readonly sentAt: number;
  readonly serial: number;
  readonly status: number;
}

const CRITICAL_EVERY_MS = 700;

/** Drives a pacer and a gauge against a limit, always with parts waiting, millisecond by millisecond. */
export const limitTrial = (
  pacer: Pacer,
  limits: Limits,
  link: Link,
  seconds: number,
  startMs: number,
): Course => {
  const course: Second[] = Array.from({ length: seconds }, () => ({ accepted: 0, refused: 0 }));
  const criticalWaits: number[] = [];
  const gauge = new WindowGauge(false);
  // Parts and answers keep their order, as over TCP.
  const answers: Answer[] = [];
  let head = 0;
  let arrivedAt = 0;
  let answeredAt = 0;
  let criticalAt: number | undefined;
  for (let ms = 0; ms < seconds * 1000; ms++) {
    if (ms % CRITICAL_EVERY_MS === 0 && ms > 0) criticalAt ??= ms;
    if (link.stalled?.(ms) === true) continue;
    const now = startMs + ms;
    const second = course[Math.floor(ms / 1000)];
    for (let answer = answers[head]; answer !== undefined && answer.at <= ms; answer = answers[head]) {
      head++;
      const latencyMs = ms - answer.sentAt;
      const slower = answer.status === Status.throttled || answer.status === Status.queueFull;
      if (second !== undefined && slower) second.refused++;
      else if (second !== undefined && answer.status === Status.ok) second.accepted++;
      if (answer.status === Status.ok) gauge.answered(latencyMs, answers.length - head + 1, now);
      if (slower) pacer.throttled(answer.serial, latencyMs, now);
      else pacer.answered(answer.serial, latencyMs, now);
    }
    for (;;) {
      const urgent = criticalAt !== undefined;
      const room = Math.min(link.window, urgent ? Number.POSITIVE_INFINITY : gauge.limit);
      if (answers.length - head >= room) break;
      if (!urgent && link.waiting?.(ms) === false) break;
      if (pacer.waitMs(now, urgent) > 0) break;
      if (criticalAt !== undefined) {
        criticalWaits.push(ms - criticalAt);
        criticalAt = undefined;
      }
      const serial = pacer.take(now);
      const jitterMs = link.jitterMs?.(ms) ?? 0;
      arrivedAt = Math.max(arrivedAt, ms + link.roundTripMs / 2 + jitterMs);
      const { status, delayMs } = limits.rule(startMs + arrivedAt);
      answeredAt = Math.max(answeredAt, Math.ceil(arrivedAt + delayMs + link.roundTripMs / 2));
      answers.push({ at: answeredAt, sentAt: ms, serial, status });
    }
  }
  if (criticalAt !== undefined) criticalWaits.push(seconds * 1000 - criticalAt);
  return { seconds: course, criticalWaits };
};

/** What was accepted and refused in the seconds from `from` to `to`. */
export const sumOf = ({ seconds }: Course, from: number, to: number) => {
  let accepted = 0;
  let refused = 0;
  for (const second of seconds.slice(from, to)) {
    accepted += second.accepted;
    refused += second.refused;
  }
  return { accepted, refused, refusedShare: refused / Math.max(1, accepted + refused) };
};
