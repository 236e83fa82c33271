import { between, type Dice, pick } from '../../../chaos/dice.ts';
import { burstOf, type Saying, sayingsOf } from './sayings.ts';

/** A message that is posted to a person, alone or as a line of a batch. */
export interface Post {
  /** Its number among the messages of this act, which is in its text again and again. */
  readonly index: number;
  readonly to: string;
  readonly text: string;
  readonly priority: 'critical' | 'high' | 'normal' | 'low';
  /** How long after the post `sendAt` is; undefined: the post has none. */
  readonly sendAfterMs: number | undefined;
  readonly validForMs: number;
}

export interface PlannedTime {
  /** From when `atMs` counts. */
  readonly from: 'start' | 'calm';
  readonly atMs: number;
}

export interface Single extends Post {
  readonly when: PlannedTime;
  /** How long after its acceptance somebody cancels it; undefined: nobody does. */
  readonly cancelAfterMs: number | undefined;
}

export interface Batch {
  readonly name: string;
  readonly when: PlannedTime;
  readonly lines: readonly Post[];
  readonly bad: { readonly line: number; readonly raw: string };
  /**
   * How the client repeats it with the same key. impatient: before the first answer came. later: also after it. other
   * lines: with another line at the end, which must be refused.
   */
  readonly again: { readonly how: 'impatient' | 'later' | 'other lines'; readonly afterMs: number };
  /** How long after its acceptance somebody finds all of it by its reference, and cancels each; undefined: nobody does. */
  readonly cancelAfterMs: number | undefined;
}

export interface InboundPlan {
  /** What each person writes, one after the other. */
  readonly people: readonly (readonly Saying[])[];
  readonly singles: readonly Single[];
  readonly batches: readonly Batch[];
}

const FIRST_PERSON = 33_639_985_000;
const PEOPLE = 8;
const BURSTS = 4;
const PEOPLE_OF_BURST = 4;
const LATE_MS = 6500;
const LONG_MS = 1_800_000;
const WORDS = ['la cale', 'un quai', 'le bac', 'deux ponts', 'le gué', 'la digue'] as const;

/** Whether a number is one of this act's people. @param number with or without + */
export const isOfInbound = (number: string): boolean =>
  Number(number) >= FIRST_PERSON && Number(number) < FIRST_PERSON + PEOPLE + BURSTS * PEOPLE_OF_BURST;

const personOf = (index: number): string => `+${FIRST_PERSON + index}`;

/** The number of the message of this act that a text, or a part of one, was made for. */
export const postIn = (text: string): number | undefined => {
  const found = /#(\d+)#/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

export const referenceOf = (index: number): string => `inbound-${index}`;

export const planInbound = (dice: Dice): InboundPlan => {
  const singles: Single[] = [];
  for (let person = 0; person < PEOPLE; person++)
    for (let which = 0; which < 4; which++) {
      const index = singles.length;
      singles.push(singleOf((label) => dice(`single ${index} ${label}`), index, personOf(person), which));
    }
  const batches: Batch[] = [];
  for (let number = 0; number < 3; number++)
    batches.push(batchOf((label) => dice(`batch ${number} ${label}`), number, 1000 + 100 * number));
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    sayingsOf((label) => dice(`person ${index} ${label}`), `p${index}`, personOf(index)),
  );
  for (let cut = 0; cut < BURSTS; cut++) {
    const crowd = Array.from({ length: PEOPLE_OF_BURST }, (_, index) =>
      personOf(PEOPLE + cut * PEOPLE_OF_BURST + index),
    );
    people.push(...burstOf((label) => dice(`burst ${cut} ${label}`), cut, crowd));
  }
  return { people, singles, batches };
};

const postOf = (dice: Dice, index: number, to: string): Post => {
  const length = pick(dice('length'), [30, 30, 100, 250, 400]);
  let text = `Avis #${index}#`;
  for (let word = 0; text.length < length; word++) text += ` ${pick(dice(`word ${word}`), WORDS)} #${index}#`;
  return {
    ...{ index, to, text },
    priority: pick(dice('priority'), ['critical', 'high', 'normal', 'normal', 'low']),
    sendAfterMs: dice('scheduled') < 0.35 ? between(dice('send after'), 300, 6000) : undefined,
    validForMs: dice('validity') < 0.3 ? between(dice('valid for'), 10, 13) * 1000 : LONG_MS,
  };
};

const singleOf = (dice: Dice, index: number, to: string, which: number): Single => ({
  ...postOf(dice, index, to),
  // One of the four comes when the faults are over, so that each opt-out is put to the test.
  when:
    which === 3
      ? { from: 'calm', atMs: between(dice('at'), 0, 3000) }
      : { from: 'start', atMs: between(dice('at'), 0, LATE_MS) },
  cancelAfterMs:
    dice('cancelled') < 0.4 ? between(dice('cancel after'), 0, dice('at once') < 0.5 ? 60 : 4000) : undefined,
});

const BAD_LINES = [
  '{"to":"+33639986001","text":"Avis"',
  '{"to":"12","text":"Avis"}',
  '{"to":"+33639986001","text":"Avis","sendat":"2026-01-05T03:00:00Z"}',
  '{"to":"+33639986001","text":"Avis","validFor":"PT1S"}',
  '[1, 2]',
] as const;

const batchOf = (dice: Dice, number: number, firstIndex: number): Batch => {
  const lines = Array.from({ length: between(dice('lines'), 3, 7) }, (_, at) =>
    postOf(
      (label) => dice(`line ${at} ${label}`),
      firstIndex + at,
      personOf(between(dice(`to ${at}`), 0, PEOPLE - 1)),
    ),
  );
  return {
    name: `inbound-batch-${number}`,
    when: { from: 'start', atMs: between(dice('at'), 0, LATE_MS) },
    lines,
    bad: { line: between(dice('bad at'), 1, lines.length + 1), raw: pick(dice('bad'), BAD_LINES) },
    again: {
      how: pick(dice('again'), ['impatient', 'impatient', 'later', 'other lines']),
      afterMs: between(dice('again after'), 0, dice('soon') < 0.6 ? 12 : 3000),
    },
    cancelAfterMs: dice('cancelled') < 0.5 ? between(dice('cancel after'), 0, 3000) : undefined,
  };
};
