import { Meter } from '../../../src/dispatch/meter.ts';
import type { Pacer } from '../../../src/dispatch/pacer.ts';

export interface CarrierModel {
  /** Parts per second, by time since the start in ms. */
  readonly limit: (ms: number) => number;
  /** How many seconds' worth of unused parts it lets be made up for. */
  readonly bankSeconds: number;
  readonly latencyMs: () => number;
  readonly window: number;
  /** Refused whatever the limit, by time since the start in ms. */
  readonly refuses?: (ms: number) => boolean;
}

export interface Second {
  accepted: number;
  throttled: number;
}

/**
 * Drives a pacer against a carrier with a hidden limit, always with parts waiting, in virtual time: what was accepted
 * and refused in each second, as answered.
 */
export const runAgainst = (pacer: Pacer, model: CarrierModel, seconds: number, startMs = 0): Second[] => {
  const results: Second[] = Array.from({ length: seconds }, () => ({ accepted: 0, throttled: 0 }));
  const meter = new Meter();
  const answers: { at: number; sentAt: number; serial: number; accepted: boolean }[] = [];
  let tokens = model.bankSeconds * model.limit(0);
  let at = 0;
  for (let ms = 0; ms < seconds * 1000; ms++) {
    const now = startMs + ms;
    const second = results[Math.floor(ms / 1000)];
    while ((answers[0]?.at ?? Number.POSITIVE_INFINITY) <= ms) {
      const answer = answers.shift();
      if (answer === undefined || second === undefined) break;
      const latencyMs = ms - answer.sentAt;
      if (answer.accepted) {
        second.accepted++;
        meter.accepted(now, latencyMs);
        pacer.answered(answer.serial, latencyMs, now);
      } else {
        second.throttled++;
        pacer.throttled(answer.serial, latencyMs, now, meter.rate(now));
      }
    }
    while (answers.length < model.window && pacer.waitMs(now) === 0) {
      const serial = pacer.take(now);
      const limit = model.limit(ms);
      tokens = Math.min(Math.max(1, model.bankSeconds * limit), tokens + ((ms - at) * limit) / 1000);
      at = ms;
      const accepted = tokens >= 1 && model.refuses?.(ms) !== true;
      if (accepted) tokens--;
      const answeredAt = Math.max(ms + Math.max(1, Math.round(model.latencyMs())), answers.at(-1)?.at ?? 0);
      answers.push({ at: answeredAt, sentAt: ms, serial, accepted });
    }
  }
  return results;
};
