import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { AtError } from '../at/at-answer.ts';
import { blameOf, errorWords, saysSlower } from '../at/cms-error.ts';
import type { SubmitAnswer } from '../at/submit-answer.ts';

/**
 * The meaning of the answer to a part for the modem that sent it. It differs from the outcome of the part, so that a
 * modem is blamed only for its own faults.
 */
export type ModemVerdict =
  | { readonly kind: 'fine' }
  /** The modem says that the PDU is wrong: a fault of the gateway, or of a modem that refuses good PDUs. */
  | { readonly kind: 'wrongPdu'; readonly reason: string }
  /** The network or the modem has a temporary error. */
  | { readonly kind: 'trouble'; readonly reason: string }
  | { readonly kind: 'storageFull' }
  | { readonly kind: 'noServiceCentre'; readonly reason: string }
  /** `maybeNumber`: the SIM sent other messages before, so this one may be to a number that no SIM may write to. */
  | { readonly kind: 'simAside'; readonly reason: string; readonly maybeNumber: boolean }
  /** The modem doesn't answer. */
  | { readonly kind: 'mute'; readonly reason: string };

export interface Judgement {
  readonly outcome: Outcome;
  readonly verdict: ModemVerdict;
  /** Whether the network may have the part: if so, the part counts against the SIM's limits. */
  readonly counts: boolean;
}

export interface JudgeContext {
  /** The name under which TP-MR is unique: the IMSI, or the modem itself if the IMSI isn't known. */
  readonly carrier: string;
  readonly part: OutgoingPart;
  /** How long this modem rests after a temporary error, in ms. */
  readonly restMs: number;
  /** Whether the SIM accepted the message before this one. */
  readonly simWorks: boolean;
}

/** Pause in ms until a full memory has been emptied; before that, sending would fail again. */
const SWEEP_MS = 2000;

/** From this code on, errors come from the modem, not from the network (TS 27.005 3.2.5). */
const FIRST_OF_MODEM = 256;
/** The pause in ms before a SIM that works is given a message again that it may not send. */
const MAYBE_NUMBER_MS = 3000;

const FINE: ModemVerdict = { kind: 'fine' };

/**
 * The reference under which a status report will name a part. TP-MR wraps at 256, so the reference contains the
 * recipient too.
 */
export const carrierRef = (reference: number, to: string): string => `${reference}/${to.replace(/^\+/, '')}`;

/** A reference that no status report has, for a part that was accepted without a TP-MR. */
const namelessRef = ({ messageId, attempt, part }: OutgoingPart): string =>
  `none/${messageId}/${attempt}/${part}`;

/** Decides what an answer to AT+CMGS means for the part and for the modem. */
export const judge = (answer: SubmitAnswer, context: JudgeContext): Judgement => {
  switch (answer.kind) {
    case 'accepted':
      return { outcome: accepted(answer.reference, context), verdict: FINE, counts: true };
    case 'error':
      return judgeError(answer.error, context);
    case 'notSent': {
      const reason = 'the modem gave no prompt';
      return {
        outcome: { ...retry(context.restMs, reason, 'no > after AT+CMGS'), suspect: 'silent' },
        verdict: { kind: 'mute', reason },
        counts: false,
      };
    }
    case 'silent': {
      const reason = 'no result from the modem in time';
      return {
        outcome: {
          kind: 'uncertain',
          reason,
          evidence: 'no +CMGS and no error after Ctrl-Z',
          suspect: 'silent',
        },
        verdict: { kind: 'mute', reason },
        counts: true,
      };
    }
    case 'lost':
      return {
        outcome: answer.handedOver
          ? { kind: 'uncertain', reason: 'the modem went away before its answer', evidence: answer.reason }
          : retry(0, 'the modem went away before it had the message', answer.reason),
        // When the serial line closes, the driver posts an event of its own, so the modem needs no verdict.
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

const retry = (
  afterMs: number,
  reason: string,
  evidence: string,
  throttled = false,
): Extract<Outcome, { kind: 'retry' }> => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence,
  throttled,
});

const judgeError = (error: AtError, context: JudgeContext): Judgement => {
  const reason = errorWords(error);
  const evidence = error.line;
  const refused: Outcome = { kind: 'refused', blame: 'messageOrRoute', reason, evidence, suspect: 'quick' };
  switch (blameOf(error)) {
    case 'number':
    case 'unclear':
      return { outcome: refused, verdict: FINE, counts: false };
    case 'text':
      return { outcome: refused, verdict: { kind: 'wrongPdu', reason }, counts: false };
    case 'duplicate':
      return { outcome: accepted(undefined, context), verdict: FINE, counts: false };
    // The message isn't the cause: another route may send it at once; without another route it waits until this SIM
    // works again.
    case 'sim': {
      // An answer of the network may also be about a number that is barred, such as a premium one. That message must
      // not take one SIM after the other away, so a SIM that works is set aside only for a second message.
      const maybeNumber = context.simWorks && error.kind === 'cms' && error.code < FIRST_OF_MODEM;
      const outcome = retry(maybeNumber ? MAYBE_NUMBER_MS : 0, reason, evidence);
      return { outcome, verdict: { kind: 'simAside', reason, maybeNumber }, counts: false };
    }
    case 'serviceCentre':
      return {
        outcome: { ...retry(context.restMs, reason, evidence), suspect: 'quick' },
        verdict: { kind: 'noServiceCentre', reason },
        counts: false,
      };
    case 'memory':
      return { outcome: retry(SWEEP_MS, reason, evidence), verdict: { kind: 'storageFull' }, counts: false };
    case 'network':
    case 'modem': {
      const slower = saysSlower(error);
      return {
        outcome: {
          ...retry(context.restMs, reason, evidence, slower),
          // A congested cell says nothing of the modem.
          ...(!slower && { suspect: 'quick' }),
        },
        verdict: { kind: 'trouble', reason },
        counts: false,
      };
    }
  }
};
