import type { Outcome } from '../../domain/messages/outcome.ts';
import type { Claimed, Rest } from '../../domain/messages/queue.ts';
import { toSender } from '../../domain/messages/sender.ts';
import type { OutgoingPart, PartKey } from '../../domain/routes/route.ts';

/** What is known of one part of a flight. */
export type PartState = 'waiting' | Outcome;

/** One attempt at one message by one route, from its claim until every part has an outcome. */
export interface Flight {
  readonly message: Claimed;
  readonly route: string;
  /** When the route was given the message, ms since the epoch. */
  readonly launchedAt: number;
  readonly texts: readonly string[];
  /** Index 0 is part 1. */
  readonly partStates: PartState[];
  /**
   * `flying`: parts wait for their outcome, or for a late answer within the grace. `inQueue`: the message, or the rest
   * of its parts, is in the queue. `over`: the message ended as uncertain; a late answer still settles it.
   */
  phase: 'flying' | 'inQueue' | 'over';
  /** Whether another route should have had the message by now, and may have it once nothing of it was taken. */
  isOverdue?: boolean;
  /** Numbers of the parts without an answer for which no settlement `unanswered` was made yet. */
  unreported: number[];
}

/** Of several refused parts the first of these that is blamed decides. */
const BLAMES = ['route', 'messageOrRoute', 'unclear'] as const;

export interface Why {
  readonly part: number;
  readonly reason: string;
  readonly evidence: string;
}

/** What follows from all the parts of a flight, once none waits any more. */
export type FlightVerdict =
  | { readonly kind: 'flying' }
  | { readonly kind: 'sent' }
  | (Why & { readonly kind: 'failed' | 'undelivered' })
  /**
   * No part was taken: this route refuses the message, another route may take it. `unclear`: this route may take it
   * later. `messageOrRoute`: the message fails if a second route refuses it too.
   */
  | (Why & { readonly kind: 'otherRoute'; readonly blame: (typeof BLAMES)[number] })
  /** No part was taken: the whole message is sent again, later. */
  | (Why & { readonly kind: 'later'; readonly afterMs: number; readonly throttled: boolean })
  /** Some parts were taken or may have been taken; the ones in `parts` were surely not taken. */
  | (Why & {
      readonly kind: 'rest';
      readonly parts: readonly number[];
      readonly afterMs: number;
      readonly throttled: boolean;
      /** Whom a refusal of one of `parts` blames; undefined without a refusal. */
      readonly blame: (typeof BLAMES)[number] | undefined;
      /** Whether the route refused one of `parts` for good. */
      readonly refused: boolean;
      /** Whether another part has no answer. */
      readonly inDoubt: boolean;
    })
  /**
   * A part has no answer. `refused`: another part was refused because of the message itself, so the message isn't sent
   * again.
   */
  | (Why & { readonly kind: 'uncertain'; readonly refused: boolean });

/** A verdict that leaves nothing to wait for. */
export type Concluding = Exclude<FlightVerdict, { kind: 'flying' }>;

/** How long a route isn't given a message again after a refusal that blames neither the message nor the route, ms. */
export const UNCLEAR_MS = 1000;

/**
 * Decides what the outcomes of the parts mean for the message: an outcome that can't be undone counts before others.
 */
export const judge = ({ partStates }: Pick<Flight, 'partStates'>): FlightVerdict => {
  // Nearly every flight ends with all parts accepted, and then needs none of the lists below.
  if (partStates.every(isAccepted)) return SENT;
  if (partStates.includes('waiting')) return FLYING;
  const of = <K extends Outcome['kind']>(kind: K) =>
    partStates.flatMap((partState, index) =>
      partState !== 'waiting' && partState.kind === kind
        ? [{ part: index + 1, outcome: partState as Extract<Outcome, { kind: K }> }]
        : [],
    );
  const uncertain = of('uncertain');
  const refused = of('refused');
  const retry = of('retry');
  const missing = refused.length + retry.length;
  const isTaken = missing < partStates.length;

  const byMessage = refused.find(({ outcome }) => outcome.blame === 'message');
  const [doubt] = uncertain;
  if (byMessage !== undefined && doubt !== undefined)
    return { kind: 'uncertain', ...whyOf(byMessage), refused: true };
  if (byMessage !== undefined) return { kind: isTaken ? 'undelivered' : 'failed', ...whyOf(byMessage) };
  if (missing === 0 && doubt !== undefined) return { kind: 'uncertain', ...whyOf(doubt), refused: false };

  const blame = BLAMES.find((each) => refused.some(({ outcome }) => outcome.blame === each)) ?? 'unclear';
  const byRoute = blame === 'unclear' ? undefined : refused.find(({ outcome }) => outcome.blame === blame);
  const [first = retry[0]] = byRoute === undefined ? refused : [byRoute];
  const why = first === undefined ? NOT_TAKEN : whyOf(first);
  if (!isTaken && refused.length > 0) return { kind: 'otherRoute', ...why, blame };
  const pace = {
    afterMs: Math.max(
      refused.length > 0 ? UNCLEAR_MS : 0,
      ...retry.map(({ outcome: { afterMs } }) => afterMs),
    ),
    throttled: refused.length === 0 && retry.every(({ outcome: { throttled } }) => throttled),
  };
  if (!isTaken) return { kind: 'later', ...why, ...pace };
  const parts = [...refused, ...retry].map(({ part }) => part).toSorted((a, b) => a - b);
  return {
    kind: 'rest',
    ...why,
    ...pace,
    parts,
    blame: refused.length === 0 ? undefined : blame,
    refused: byRoute !== undefined,
    inDoubt: doubt !== undefined,
  };
};

const SENT: FlightVerdict = { kind: 'sent' };
const FLYING: FlightVerdict = { kind: 'flying' };
const NOT_TAKEN: Why = { part: 1, reason: 'not taken', evidence: '' };

const whyOf = ({
  part,
  outcome: { reason, evidence },
}: {
  readonly part: number;
  readonly outcome: Exclude<Outcome, { kind: 'accepted' }>;
}): Why => ({ part, reason, evidence });

const isAccepted = (partState: PartState): boolean =>
  partState !== 'waiting' && partState.kind === 'accepted';

export const keyOf = ({ message }: Pick<Flight, 'message'>, part: number): PartKey => ({
  messageId: message.id,
  attempt: message.attempt,
  part,
});

export const outgoing = ({ message, texts }: Flight, part: number): OutgoingPart => ({
  messageId: message.id,
  attempt: message.attempt,
  part,
  parts: texts.length,
  reference: message.concatReference,
  to: message.to,
  from: message.from === undefined ? undefined : toSender(message.from),
  encoding: message.encoding,
  flash: message.flash,
  text: texts[part - 1] ?? '',
  priority: message.priority,
  validUntil: message.validUntil,
});

/** The outcome of a part that is accepted on disk: the flight needs neither the carrier's name nor the carrier's id. */
export const KNOWN_ACCEPTED: Extract<Outcome, { kind: 'accepted' }> = {
  kind: 'accepted',
  carrier: '',
  carrierRef: '',
};

export const INTERRUPTED: Outcome = {
  kind: 'uncertain',
  reason: 'the gateway ended before the answer came',
  evidence: '',
};

export const isUncertain = (partState: PartState): boolean =>
  partState !== 'waiting' && partState.kind === 'uncertain';

/** Whether the route has surely taken a part. */
export const isPartTaken = ({ partStates }: Flight): boolean =>
  partStates.some((one) => one !== 'waiting' && one.kind === 'accepted');

/** Whether the carrier refused each part, for good or for now. */
export const isNothingTaken = ({ partStates }: Flight): boolean =>
  partStates.every((one) => one !== 'waiting' && (one.kind === 'refused' || one.kind === 'retry'));

/**
 * Gives each part its state when the rest of an attempt is launched.
 *
 * @param last the message's last flight in this process. It is not of this attempt if an earlier process or another
 * node sent the other parts; `rest` then names the accepted ones
 */
export const takeRest = (
  { partStates, message: { attempt } }: Flight,
  { parts, accepted, elsewhere }: Rest,
  last: Flight | undefined,
): void => {
  const known = elsewhere !== true && last?.message.attempt === attempt ? last.partStates : [];
  for (const index of partStates.keys()) {
    const part = index + 1;
    const before = accepted.includes(part) ? KNOWN_ACCEPTED : (known[index] ?? INTERRUPTED);
    partStates[index] = parts.includes(part) ? 'waiting' : before;
  }
};
