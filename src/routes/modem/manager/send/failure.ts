import type { Outcome } from '../../../../domain/messages/outcome.ts';
import { type JudgeContext, judge, type ModemVerdict } from '../../send/submit-outcome.ts';
import type { SendError } from './send-error.ts';

/** What a failed message means for all its parts, and for the modem. */
export interface Failure {
  readonly outcome: Outcome;
  readonly verdict: ModemVerdict;
  /** Whether the network may have a part, so that the parts count against the SIM's limits. */
  readonly counts: boolean;
}

/**
 * @param parts the number of parts that ModemManager makes of the message
 * @param context as for a modem with AT commands, whose errors mean the same
 */
export const failureOf = (
  error: SendError,
  evidence: string,
  parts: number,
  context: JudgeContext,
): Failure => {
  const { reason } = error;
  if (error.kind === 'unknown') {
    const outcome: Outcome = { kind: 'uncertain', reason, evidence, suspect: 'silent' };
    return { outcome, verdict: { kind: 'mute', reason }, counts: true };
  }
  if (error.kind === 'notSent') {
    const outcome = retry(context.restMs, reason, evidence);
    return { outcome, verdict: { kind: 'trouble', reason }, counts: false };
  }
  const judged = judge({ kind: 'error', error: error.error }, context);
  const verdict = 'reason' in judged.verdict ? { ...judged.verdict, reason } : judged.verdict;
  if (parts > 1) {
    // Send stops at the part that was refused and doesn't say which part that was (`sms_send_next_part` of
    // ModemManager). The parts before it have left.
    const which = `a part was refused, and ModemManager does not say which: ${reason}`;
    return { outcome: { kind: 'uncertain', reason: which, evidence }, verdict, counts: true };
  }
  const { outcome } = judged;
  return {
    outcome: outcome.kind === 'accepted' ? outcome : { ...outcome, reason, evidence },
    verdict,
    counts: judged.counts,
  };
};

export const retry = (afterMs: number, reason: string, evidence: string): Outcome => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence,
  throttled: false,
});
