import type { Message } from '../../domain/messages/message.ts';
import type { Hearing } from '../../domain/operation/ear.ts';

/** What one message to an ear says of its route. */
export interface EarVerdict {
  readonly result: 'passed' | 'failed' | 'unknown';
  readonly reason: string | undefined;
  /** Nothing arrived, or not all of it. If that is so for every route, the ear itself is suspected. */
  readonly missing: boolean;
}

export interface EarRules {
  readonly withinMs: number;
  /** Since when the ear has been in service; undefined while it is not. */
  readonly inServiceSince: number | undefined;
  readonly nowMs: number;
}

const UNTRUSTED = "this carrier's receipts can't be trusted";

/**
 * What a message to an ear says of its route; undefined while that isn't known yet, and if it says nothing at all, as a
 * cancelled message does.
 */
export const judgeEar = (
  message: Pick<Message, 'state' | 'reason' | 'createdAt' | 'sentAt' | 'finalAt'>,
  hearing: Hearing,
  { withinMs, inServiceSince, nowMs }: EarRules,
): EarVerdict | undefined => {
  const { state } = message;
  const at = new Date(message.createdAt).toISOString();
  const failed = (reason: string, missing = false): EarVerdict => ({
    result: 'failed',
    reason: `the message of ${at} to the ear "${hearing.ear}" ${reason}`,
    missing,
  });
  const unknown = (reason: string): EarVerdict => ({ result: 'unknown', reason, missing: false });
  const wasDeaf = (what: string): EarVerdict =>
    unknown(`the message ${what}, and the ear was out of service: ${hearing.deaf}`);
  if (hearing.at !== undefined) {
    // If the clock was set back in between, the difference may be negative.
    const tookMs = Math.max(0, hearing.at - (message.sentAt ?? message.createdAt));
    const faults = [...hearing.faults];
    const isLate = tookMs > withinMs;
    // While the ear is out of service, a message waits at the carrier.
    if (isLate && hearing.deaf === undefined)
      faults.push(`only after ${seconds(tookMs)}, not ${seconds(withinMs)}`);
    if (faults.length > 0) return failed(`arrived ${faults.join(', ')}`);
    if (state === 'undelivered') return failed(`arrived, but its receipt says undelivered: ${UNTRUSTED}`);
    if (isLate) return wasDeaf(`arrived only after ${seconds(tookMs)}`);
    return { result: 'passed', reason: undefined, missing: false };
  }
  const why = message.reason === undefined ? '' : `: ${message.reason}`;
  switch (state) {
    case 'cancelled':
    case 'suppressed':
    case 'queued':
    case 'sending':
      return undefined;
    case 'expired':
      return unknown(`the last message to the ear was not sent in time${why}`);
    case 'failed':
      return failed(`is ${state}${why}`);
    case 'undelivered':
      return hearing.deaf === undefined ? failed(`is ${state}${why}`, true) : wasDeaf(`is ${state}${why}`);
  }
  if (inServiceSince === undefined) return unknown(`the ear is out of service: ${hearing.deaf ?? ''}`);
  const since = Math.max(
    (state === 'delivered' ? message.finalAt : message.sentAt) ?? message.createdAt,
    inServiceSince,
  );
  // A message that was sent before the clock was set back is as good as late: nobody knows its age.
  if (nowMs >= since && nowMs - since < withinMs) return undefined;
  // Its validity may have ended at the carrier before the ear was back.
  if (state !== 'delivered' && hearing.deaf !== undefined) return wasDeaf('did not arrive');
  const what = hearing.parts === 0 ? 'did not arrive' : `arrived only ${hearing.faults.join(', ')}`;
  return state === 'delivered'
    ? failed(`has a receipt that says delivered, but ${what} within ${seconds(withinMs)}: ${UNTRUSTED}`, true)
    : failed(`${what} within ${seconds(withinMs)}, and has no receipt`, true);
};

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
