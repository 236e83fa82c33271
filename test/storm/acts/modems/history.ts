import type { FinalView } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import type { StormModem } from './storm-modem.ts';
import { outIn, type PlannedOut } from './texts.ts';

/** A part that a network has: it goes to the phone. Times are ms since the epoch. */
export interface Copy {
  readonly route: string;
  readonly isModem: boolean;
  /** When it was handed over, and when the network took it. */
  readonly handedOverAt: number;
  readonly at: number;
  readonly part: number;
  readonly total: number;
  /** What joins the parts of one attempt; undefined for a message of one part. */
  readonly reference: number | undefined;
  readonly to: string;
  readonly text: string;
  /** When the yes was put on a line that works; undefined: never. */
  readonly answeredAt: number | undefined;
  /** When its positive and its negative final reports were made. */
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  /** Whether the gateway has taken a positive report of it for good, and no other copy has its TP-MR and its number. */
  readonly isProven: boolean;
}

/** A part that a modem has refused. */
export interface Refusal {
  readonly route: string;
  readonly at: number;
  readonly text: string;
  readonly code: number;
}

/** What is known of one message. */
export interface OutStory {
  readonly planned: PlannedOut;
  readonly id: string;
  readonly acceptedAt: number;
  readonly view: FinalView | undefined;
  /** When its cancel was answered with yes; undefined: it was not cancelled. */
  readonly cancelledAt: number | undefined;
  readonly copies: readonly Copy[];
  readonly refusals: readonly Refusal[];
}

/** The parts that went out together: by one route, with one reference. */
export interface Attempt {
  readonly route: string;
  readonly total: number;
  readonly parts: ReadonlyMap<number, readonly Copy[]>;
}

export const attemptsOf = ({ copies }: Pick<OutStory, 'copies'>): readonly Attempt[] =>
  [
    ...Map.groupBy(copies, ({ route, reference, total }) => `${route} ${reference} ${total}`).values(),
  ].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ route: first.route, total: first.total, parts: Map.groupBy(same, ({ part }) => part) }];
  });

/** Whether each part of the attempt has a copy of which this holds. */
export const isWhole = ({ total, parts }: Attempt, holds: (copy: Copy) => boolean): boolean =>
  parts.size === total && [...parts.values()].every((copies) => copies.some(holds));

// Status of a report, TP-ST (TS 23.040 9.2.3.15): below 0x20 it is delivered, from 0x40 on it never will be.
const DELIVERED_BELOW = 0x20;
const FINAL_NO_FROM = 0x40;

const copiesOfModem = (modem: StormModem): readonly Copy[] => {
  const { sent, reports, givenAway } = modem.record;
  const given = new Set(givenAway.map(({ hex }) => hex));
  return sent.map((part) => {
    const own = reports.filter((report) => report.part === part);
    const isAmbiguous = sent.some(
      (other) => other !== part && other.reference === part.reference && other.to === part.to,
    );
    const positives = own.filter(({ status }) => status < DELIVERED_BELOW);
    return {
      route: modem.planned.id,
      isModem: true,
      handedOverAt: part.handedOverAt,
      at: part.at,
      part: part.concat?.part ?? 1,
      total: part.concat?.total ?? 1,
      reference: part.concat?.reference,
      to: part.to,
      text: part.text,
      answeredAt: modem.answeredAt.get(part),
      positives: positives.map(({ at }) => at),
      negatives: own.filter(({ status }) => status >= FINAL_NO_FROM).map(({ at }) => at),
      isProven: !isAmbiguous && positives.some(({ hex }) => given.has(hex)),
    };
  });
};

const copiesOfCarriers = ({ carriers }: Stage): readonly Copy[] =>
  carriers.flatMap(({ log }) =>
    log.submits
      .filter(({ taken }) => taken)
      .map((submit) => {
        const own = log.receipts.filter((receipt) => receipt.submit === submit);
        const timesOf = (stats: readonly string[]) =>
          own.filter(({ stat }) => stats.includes(stat)).map(({ at }) => at);
        return {
          route: submit.route,
          isModem: false,
          handedOverAt: submit.at,
          at: submit.at,
          part: submit.part,
          total: submit.total,
          reference: submit.reference,
          to: `+${submit.to}`,
          text: submit.text,
          answeredAt: submit.answer?.at,
          positives: timesOf(['DELIVRD']),
          negatives: timesOf(['UNDELIV', 'EXPIRED', 'REJECTD']),
          isProven: false,
        };
      }),
  );

/** All copies that networks have, in the order in which they were taken. */
export const copiesIn = (stage: Stage, modems: readonly StormModem[]): readonly Copy[] =>
  [...copiesOfCarriers(stage), ...modems.flatMap(copiesOfModem)]
    .filter(({ text }) => outIn(text) !== undefined)
    .toSorted((a, b) => a.at - b.at);

export const refusalsIn = (modems: readonly StormModem[]): readonly Refusal[] =>
  modems.flatMap(({ planned, record }) =>
    record.refused.map(({ at, text, code }) => ({ route: planned.id, at, text, code })),
  );
