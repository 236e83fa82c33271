import { between, type Dice, pick } from '../../../chaos/dice.ts';

const FIRST = 33_639_982_000;
/** Where people go who change their number. */
const MOVED = 1000;
const LAST = 33_639_984_999;

export const numberOf = (index: number): string => `+${FIRST + index}`;
export const movedTo = (index: number): string => numberOf(MOVED + index);

/** Whether the number is of this act. @param to digits, with or without a plus */
export const isOfPeople = (to: string): boolean => {
  const number = Number(to.replace('+', ''));
  return number >= FIRST && number <= LAST;
};

export const LISTS = ['rive', 'plaine', 'lettre'] as const;
export type ListName = (typeof LISTS)[number];

const consents = ['given', 'refused', 'unknown'] as const;
export type Consent = (typeof consents)[number];

export interface Someone {
  readonly index: number;
  readonly number: string;
  readonly name: string;
  readonly language: 'fr' | 'en' | undefined;
  readonly lists: Partial<Readonly<Record<ListName, Consent>>>;
  readonly optedOut: boolean;
}

/** What becomes of a person while alerts go out; each person changes once at most. */
export interface Change {
  readonly atMs: number;
  /** The number of the alert from whose launch `atMs` counts; undefined: it counts from the start. */
  readonly fromLaunchOf: number | undefined;
  readonly index: number;
  readonly what: 'optOut' | 'leave' | 'join' | 'refuse' | 'remove' | 'move' | 'rename';
  readonly list: ListName;
}

export interface Crowd {
  readonly people: readonly Someone[];
  readonly changes: readonly Change[];
}

const CHANGES_UNTIL_MS = 7000;
/** The share of the people without another change who opt out when an alert is launched. */
const RUSH = 0.4;
/** Between the first two of these times the messages of a wave are stored; they have their answers by the third, ms. */
const BEGUN_MS = 12;
const STORED_MS = 35;
const ANSWERED_MS = 1500;
/** How many launches are followed by opt-outs: each world has that many alerts. */
const LAUNCHES = 2;

export const crowdOf = (dice: Dice): Crowd => {
  const people = Array.from({ length: between(dice('crowd'), 16, 50) }, (_, index) => someone(dice, index));
  const changes = people.flatMap(({ index }): readonly Change[] => {
    if (dice(`change of ${index}`) > 0.35) return dice(`rush ${index}`) < RUSH ? [rushOf(dice, index)] : [];
    return [
      {
        index,
        fromLaunchOf: undefined,
        atMs: between(dice(`change of ${index} at`), 0, CHANGES_UNTIL_MS),
        what: pick(dice(`change of ${index} is`), [
          'optOut',
          'optOut',
          'leave',
          'join',
          'refuse',
          'remove',
          'move',
          'rename',
        ]),
        list: pick(dice(`change of ${index} on`), LISTS),
      },
    ];
  });
  return { people, changes };
};

/** An opt-out while the messages of an alert are stored or sent. */
const rushOf = (dice: Dice, index: number): Change => ({
  index,
  fromLaunchOf: between(dice(`rush ${index} of`), 0, LAUNCHES - 1),
  atMs:
    dice(`rush ${index} soon`) < 0.6
      ? between(dice(`rush ${index} at`), BEGUN_MS, STORED_MS)
      : between(dice(`rush ${index} at`), 0, ANSWERED_MS),
  what: 'optOut',
  list: 'rive',
});

const someone = (dice: Dice, index: number): Someone => {
  const roll = (what: string): number => dice(`person ${index} ${what}`);
  return {
    index,
    number: numberOf(index),
    name: `Nom${index}x`,
    language: pick(roll('language'), ['fr', 'fr', 'en', undefined]),
    lists: {
      ...(roll('rive') < 0.6 && { rive: roll('rive said') < 0.1 ? 'refused' : 'unknown' }),
      ...(roll('plaine') < 0.4 && { plaine: roll('plaine said') < 0.1 ? 'refused' : 'given' }),
      ...(roll('lettre') < 0.3 && { lettre: pick(roll('lettre said'), consents) }),
    },
    optedOut: roll('opted out') < 0.08,
  };
};
