import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { AtError } from '../at/at-answer.ts';
import { classifySubmitError, errorWords, saysSlower } from '../at/cms-error.ts';
import type { SubmitAnswer } from '../at/submit-answer.ts';

/** What the answer to a part says of the modem that sent it, so that each is blamed for its own faults only. */
export type Verdict =
  | { readonly kind: 'fine' }
  /** The message as we wrote it is wrong. */
  | { readonly kind: 'ourFault'; readonly reason: string }
  /** The network or the modem has a passing trouble. */
  | { readonly kind: 'trouble'; readonly reason: string }
  /** Number, network or contract: nobody can say. */
  | { readonly kind: 'doubt' }
  | { readonly kind: 'storageFull' }
  | { readonly kind: 'noServiceCentre'; readonly reason: string }
  | { readonly kind: 'simAside'; readonly reason: string }
  /** It doesn't answer. */
  | { readonly kind: 'mute'; readonly reason: string };

export interface Judgement {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  /** The network may have it, so it counts against the SIM's limits. */
  readonly counts: boolean;
}

export interface JudgeContext {
  /** The space of TP-MR: the IMSI, or the modem itself where the SIM doesn't tell. */
  readonly carrier: string;
  readonly part: OutgoingPart;
  /** An earlier attempt of this modem at it was refused for what may be the network's mood. */
  readonly doubtedBefore: boolean;
  /** How long this modem is left alone after a trouble, ms. */
  readonly restMs: number;
}

/** Before the sweep of a full memory is done it would only be full again. */
const SWEEP_MS = 2000;

/** What may have been the network's mood is offered once more: elsewhere at once, here after this time. */
const ONCE_MORE_MS = 10_000;

const FINE: Verdict = { kind: 'fine' };

/** The name by which a status report will call a part: TP-MR wraps at 256, so the recipient belongs to it. */
export const carrierRef = (reference: number, to: string): string => `${reference}/${to.replace(/^\+/, '')}`;

/** A name that no status report has, for what was accepted without a TP-MR. */
const namelessRef = ({ messageId, attempt, part }: OutgoingPart): string =>
  `none/${messageId}/${attempt}/${part}`;

/** What an answer to AT+CMGS means for the part, and for the modem. */
export const judge = (answer: SubmitAnswer, context: JudgeContext): Judgement => {
  switch (answer.kind) {
    case 'accepted':
      return { outcome: accepted(answer.reference, context), verdict: FINE, counts: true };
    case 'error':
      return judgeError(answer.error, context);
    case 'notSent': {
      const reason = 'the modem gave no prompt';
      return {
        outcome: retry(context.restMs, reason, 'no > after AT+CMGS'),
        verdict: { kind: 'mute', reason },
        counts: false,
      };
    }
    case 'silent': {
      const reason = 'no result from the modem in time';
      return {
        outcome: { kind: 'uncertain', reason, evidence: 'no +CMGS and no error after Ctrl-Z' },
        verdict: { kind: 'mute', reason },
        counts: true,
      };
    }
    case 'lost':
      return {
        outcome: answer.handedOver
          ? { kind: 'uncertain', reason: 'the modem went away before its answer', evidence: answer.reason }
          : retry(0, 'the modem went away before it had the message', answer.reason),
        // The line's end speaks for itself.
        verdict: FINE,
        counts: answer.handedOver,
      };
  }
};

const accepted = (reference: number | undefined, { carrier, part }: JudgeContext): Outcome => ({
  kind: 'accepted',
  carrier,
  carrierRef: reference === undefined ? namelessRef(part) : carrierRef(reference, part.to),
});

const retry = (afterMs: number, reason: string, evidence: string, throttled = false): Outcome => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence,
  throttled,
});

const judgeError = (error: AtError, context: JudgeContext): Judgement => {
  const reason = errorWords(error);
  const evidence = error.line;
  const refused = (blame: 'message' | 'route'): Outcome => ({ kind: 'refused', blame, reason, evidence });
  switch (classifySubmitError(error)) {
    case 'number':
      return { outcome: refused('message'), verdict: FINE, counts: false };
    case 'message':
      return { outcome: refused('message'), verdict: { kind: 'ourFault', reason }, counts: false };
    case 'duplicate':
      return { outcome: accepted(undefined, context), verdict: FINE, counts: false };
    // The message has no part in it: another route may have it at once, and where there is none it waits for this one.
    case 'sim':
      return { outcome: retry(0, reason, evidence), verdict: { kind: 'simAside', reason }, counts: false };
    case 'serviceCentre':
      return {
        outcome: retry(context.restMs, reason, evidence),
        verdict: { kind: 'noServiceCentre', reason },
        counts: false,
      };
    case 'ambiguous': {
      const outcome = context.doubtedBefore ? refused('route') : retry(ONCE_MORE_MS, reason, evidence);
      return { outcome, verdict: { kind: 'doubt' }, counts: false };
    }
    case 'storage':
      return { outcome: retry(SWEEP_MS, reason, evidence), verdict: { kind: 'storageFull' }, counts: false };
    case 'transient':
      return {
        outcome: retry(context.restMs, reason, evidence, saysSlower(error)),
        verdict: { kind: 'trouble', reason },
        counts: false,
      };
  }
};
