import type { Outcome } from '../../../../domain/messages/outcome.ts';
import type { SendError } from './send-error.ts';

/** What a failed message means for the modem. It differs from the outcome, so that a modem answers for its own faults. */
export type Verdict =
  | { readonly kind: 'fine' | 'doubt' | 'storageFull' }
  /** A message was written wrongly: a fault of the gateway. */
  | { readonly kind: 'ourFault'; readonly reason: string }
  /** The network or the modem has a temporary error. */
  | { readonly kind: 'trouble'; readonly reason: string }
  /** The SIM or its contract is refused. */
  | { readonly kind: 'simAside'; readonly reason: string }
  /** The modem doesn't answer. */
  | { readonly kind: 'mute'; readonly reason: string };

/** What a failed message means for all its parts, and for the modem. */
export interface Failure {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  /** Whether the network may have a part, so that the parts count against the SIM's limits. */
  readonly counts: boolean;
}

export interface FailureContext {
  /** The number of parts that ModemManager makes of the message. */
  readonly parts: number;
  /** How long this modem rests after a temporary error, ms. */
  readonly restMs: number;
  /** Whether this modem refused an earlier attempt of the message for an unclear reason. */
  readonly doubtedBefore: boolean;
}

const FINE: Verdict = { kind: 'fine' };
/** Pause until a full memory has been emptied, ms. */
const SWEEP_MS = 2000;
/** Pause before the second try after an unclear refusal, ms. */
const ONCE_MORE_MS = 10_000;

export const failureOf = (error: SendError, evidence: string, context: FailureContext): Failure => {
  const { reason } = error;
  if (error.kind === 'unknown') {
    return {
      outcome: { kind: 'uncertain', reason, evidence },
      verdict: { kind: 'mute', reason },
      counts: true,
    };
  }
  if (error.kind === 'notSent') {
    return {
      outcome: retry(context.restMs, reason, evidence),
      verdict: { kind: 'trouble', reason },
      counts: false,
    };
  }
  const { outcome, verdict } = judgeRefusal(error, evidence, context);
  if (context.parts === 1) return { outcome, verdict, counts: false };
  // Send stops at the part that was refused and doesn't say which part that was (`sms_send_next_part` of ModemManager).
  // The parts before it have left.
  const which = `a part was refused, and ModemManager does not say which: ${reason}`;
  return { outcome: { kind: 'uncertain', reason: which, evidence }, verdict, counts: true };
};

const judgeRefusal = (
  error: Extract<SendError, { kind: 'refused' }>,
  evidence: string,
  { restMs, doubtedBefore }: FailureContext,
): Pick<Failure, 'outcome' | 'verdict'> => {
  const { reason } = error;
  const refused = (blame: 'message' | 'route'): Outcome => ({ kind: 'refused', blame, reason, evidence });
  switch (error.class) {
    case 'number':
      return { outcome: refused('message'), verdict: FINE };
    case 'message':
      return { outcome: refused('message'), verdict: { kind: 'ourFault', reason } };
    case 'duplicate':
      // The network has it. Only a reference is missing, so the outcome can't be `accepted` with a true one.
      return { outcome: { kind: 'uncertain', reason, evidence }, verdict: FINE };
    case 'sim':
      return { outcome: retry(0, reason, evidence), verdict: { kind: 'simAside', reason } };
    case 'serviceCentre':
      return { outcome: retry(restMs, reason, evidence), verdict: { kind: 'trouble', reason } };
    case 'ambiguous':
      return {
        outcome: doubtedBefore ? refused('route') : retry(ONCE_MORE_MS, reason, evidence),
        verdict: { kind: 'doubt' },
      };
    case 'storage':
      return { outcome: retry(SWEEP_MS, reason, evidence), verdict: { kind: 'storageFull' } };
    case 'transient':
      return {
        outcome: retry(restMs, reason, evidence, error.slower),
        verdict: { kind: 'trouble', reason },
      };
  }
};

export const retry = (afterMs: number, reason: string, evidence: string, throttled = false): Outcome => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence,
  throttled,
});
