import { type IntakeLimits, limitsOfRoute } from '../domain/messages/intake-limits.ts';

const HOUR_MS = 3_600_000;
const CHARACTERS = 1024;

interface Window {
  /** Counted in hours since the epoch. */
  readonly hour: number;
  messages: number;
  readonly bySender: Map<string, number>;
}

/** A message that was counted: given back if it could not be kept, since it comes again. */
export interface Counted {
  readonly kind: 'counted';
  giveBack(): void;
}

/** Which limit a message is over. */
export interface OverLimit {
  readonly kind: 'over';
  readonly limit: 'perHour' | 'perSenderPerHour';
}

/**
 * How many messages from phones a route has brought in this hour, in all and by sender. It holds no more senders than the
 * route's own limit lets in; a restart begins the hour anew.
 */
export class InboundQuota {
  readonly #limits: IntakeLimits;
  readonly #windows = new Map<string, Window>();

  constructor(limits: IntakeLimits) {
    this.#limits = limits;
  }

  /** A text counts once for each 1,024 characters that it has begun. */
  take(route: string, sender: string, text: string, nowMs: number): Counted | OverLimit {
    const { perHour, perSenderPerHour } = limitsOfRoute(this.#limits, route);
    const window = this.#windowOf(route, Math.floor(nowMs / HOUR_MS));
    const weight = Math.max(1, Math.ceil(text.length / CHARACTERS));
    const ofSender = window.bySender.get(sender) ?? 0;
    // The first has room whatever its weight: a limit below that would keep it out for ever.
    if (ofSender > 0 && ofSender + weight > perSenderPerHour)
      return { kind: 'over', limit: 'perSenderPerHour' };
    if (window.messages > 0 && window.messages + weight > perHour) return { kind: 'over', limit: 'perHour' };
    const add = (more: number): void => {
      window.messages += more;
      const left = (window.bySender.get(sender) ?? 0) + more;
      // While the disk takes nothing, every message is given back: then no limit bounds the number of senders.
      if (left === 0) window.bySender.delete(sender);
      else window.bySender.set(sender, left);
    };
    add(weight);
    return { kind: 'counted', giveBack: () => add(-weight) };
  }

  #windowOf(route: string, hour: number): Window {
    const known = this.#windows.get(route);
    if (known?.hour === hour) return known;
    const window: Window = { hour, messages: 0, bySender: new Map() };
    this.#windows.set(route, window);
    return window;
  }
}
