import { type IntakeLimits, limitsOfRoute } from '../domain/messages/intake-limits.ts';

const HOUR_MS = 3_600_000;
const CHARACTERS = 1024;

interface Window {
  /** The hour of this window, counted since the epoch. */
  readonly hour: number;
  messages: number;
  readonly bySender: Map<string, number>;
}

/**
 * The message is within the limits and was counted. `giveBack` is to be called if the message could not be stored: the
 * carrier will send it again, and it will be counted again.
 */
export interface Counted {
  readonly kind: 'counted';
  giveBack(): void;
}

/** The message is over this limit. */
export interface OverLimit {
  readonly kind: 'over';
  readonly limit: 'perHour' | 'perSenderPerHour';
}

/**
 * Counts a route's messages from phones in the present hour, in total and by sender. It keeps no more senders than
 * the route's limit allows; a restart resets the counts.
 */
export class InboundQuota {
  readonly #limits: IntakeLimits;
  readonly #windows = new Map<string, Window>();

  constructor(limits: IntakeLimits) {
    this.#limits = limits;
  }

  /** Counts a message, once for each 1,024 UTF-16 units or part of them. */
  take(route: string, sender: string, text: string, nowMs: number): Counted | OverLimit {
    const { perHour, perSenderPerHour } = limitsOfRoute(this.#limits, route);
    const window = this.#windowOf(route, Math.floor(nowMs / HOUR_MS));
    const weight = Math.max(1, Math.ceil(text.length / CHARACTERS));
    const ofSender = window.bySender.get(sender) ?? 0;
    // The first message of an hour is always allowed: if its count is above the limit, it could never be stored.
    if (ofSender > 0 && ofSender + weight > perSenderPerHour)
      return { kind: 'over', limit: 'perSenderPerHour' };
    if (window.messages > 0 && window.messages + weight > perHour) return { kind: 'over', limit: 'perHour' };
    const add = (more: number): void => {
      window.messages += more;
      const left = (window.bySender.get(sender) ?? 0) + more;
      // A count of 0 is removed: while the disk is full every message is given back, and entries of ever more senders
      // would stay.
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
