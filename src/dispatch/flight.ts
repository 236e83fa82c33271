import type { Outcome } from '../domain/outcome.ts';
import type { Claimed } from '../domain/queue.ts';
import type { OutgoingPart, PartKey } from '../domain/route.ts';
import { toSender } from '../domain/sender.ts';

/** What is known of one part of a flight. */
export type PartStanding = 'waiting' | Outcome;

/** One attempt at one message by one route, from its claim until every part has an outcome. */
export interface Flight {
  readonly message: Claimed;
  readonly route: string;
  /** When the route was given it, ms since the epoch. */
  readonly launchedAt: number;
  readonly reference: number;
  readonly texts: readonly string[];
  /** Index 0 is part 1. */
  readonly standings: PartStanding[];
  /** How often parts were handed to this route again, after it said "later" while others were accepted. */
  repeats: number;
}

/** What follows from all the parts of a flight, once none waits any more. */
export type Verdict =
  | { readonly kind: 'flying' }
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'failed' | 'undelivered';
      readonly part: number;
      readonly reason: string;
      readonly evidence: string;
    }
  /** The route can't carry it; another may. */
  | {
      readonly kind: 'otherRoute';
      readonly part: number;
      readonly reason: string;
      readonly evidence: string;
      readonly someAccepted: boolean;
    }
  /** Nothing of it left, or nothing was taken: the whole again, later. */
  | {
      readonly kind: 'later';
      readonly part: number;
      readonly afterMs: number;
      readonly reason: string;
      readonly evidence: string;
    }
  /** Some parts are accepted, these are not: they alone again, by the same route. */
  | {
      readonly kind: 'partsLater';
      readonly parts: readonly number[];
      readonly afterMs: number;
      readonly reason: string;
      readonly evidence: string;
    }
  | { readonly kind: 'uncertain'; readonly part: number; readonly reason: string; readonly evidence: string };

/** Pure: the worst news decides, in the order of what can't be undone. */
export const judge = (flight: Flight): Verdict => {
  // Nearly every verdict, so it is reached without a list.
  if (flight.standings.every(isAccepted)) return SENT;
  const parts = flight.standings.map((standing, index) => ({ standing, part: index + 1 }));
  if (parts.some(({ standing }) => standing === 'waiting')) return { kind: 'flying' };
  const of = <K extends Outcome['kind']>(kind: K) =>
    parts.flatMap(({ standing, part }) =>
      standing !== 'waiting' && standing.kind === kind
        ? [{ part, outcome: standing as Extract<Outcome, { kind: K }> }]
        : [],
    );
  const accepted = of('accepted');

  const uncertain = of('uncertain');
  const refused = of('refused');
  const byMessage = refused.find(({ outcome }) => outcome.blame === 'message');
  if (byMessage !== undefined) {
    const { part, outcome } = byMessage;
    const kind = accepted.length + uncertain.length === 0 ? 'failed' : 'undelivered';
    return { kind, part, reason: outcome.reason, evidence: outcome.evidence };
  }
  const [doubt] = uncertain;
  if (doubt !== undefined) {
    const { part, outcome } = doubt;
    return { kind: 'uncertain', part, reason: outcome.reason, evidence: outcome.evidence };
  }
  const [byRoute] = refused;
  if (byRoute !== undefined) {
    const { part, outcome } = byRoute;
    const someAccepted = accepted.length > 0;
    return { kind: 'otherRoute', part, reason: outcome.reason, evidence: outcome.evidence, someAccepted };
  }
  const later = of('retry');
  const first = later[0];
  const afterMs = Math.max(...later.map(({ outcome }) => outcome.afterMs));
  const reason = first?.outcome.reason ?? 'not taken';
  const evidence = first?.outcome.evidence ?? '';
  if (accepted.length === 0) return { kind: 'later', part: first?.part ?? 1, afterMs, reason, evidence };
  return { kind: 'partsLater', parts: later.map(({ part }) => part), afterMs, reason, evidence };
};

const SENT: Verdict = { kind: 'sent' };

const isAccepted = (standing: PartStanding): boolean =>
  standing !== 'waiting' && standing.kind === 'accepted';

export const keyOf = ({ message }: Flight, part: number): PartKey => ({
  messageId: message.id,
  attempt: message.attempt,
  part,
});

export const outgoing = (flight: Flight, part: number): OutgoingPart => {
  const { message, reference, texts } = flight;
  return {
    messageId: message.id,
    attempt: message.attempt,
    part,
    parts: texts.length,
    reference,
    to: message.to,
    from: message.from === undefined ? undefined : toSender(message.from),
    encoding: message.encoding,
    flash: message.flash,
    text: texts[part - 1] ?? '',
    priority: message.priority,
    validUntil: message.validUntil,
  };
};
