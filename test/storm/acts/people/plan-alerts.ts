import { between, type Dice, pick } from '../../../chaos/dice.ts';
import { type Crowd, LISTS, type ListName, numberOf } from './crowd.ts';
import type { Who } from './persons.ts';
import { type Content, contentOf, type Style, styleOf } from './words.ts';

/** What the configuration says of the second person. */
export interface Policy {
  readonly twoPersons: 'never' | 'live' | 'always';
  readonly exerciseMax: number;
  readonly breakGlass: 'nobody' | readonly ('operator' | 'admin')[];
  readonly recentlyAlerted: '0s' | '10m';
}

export interface Audience {
  readonly lists: readonly ListName[];
  readonly numbers: readonly number[];
  readonly without: readonly number[];
}

/** A try to approve. `stale`: it names the hash of something else. `hurried`: it doesn't wait for the try before it. */
export interface Approval {
  readonly by: Who;
  readonly stale: boolean;
  readonly hurried: boolean;
}

/** How an alert comes to its launch. */
type Way = 'alone' | 'approved' | 'glass' | 'unapproved' | 'returned' | 'onApproval' | 'atOnce';

export interface Deed {
  readonly afterMs: number;
  readonly by: Who;
  readonly what:
    | 'pause'
    | 'resume'
    | 'stop'
    | 'update'
    | 'cancel'
    | 'cancelAnew'
    | 'end'
    | 'resend'
    | 'launch';
  readonly content: Content;
  readonly breakGlass: boolean;
  /** Who tries to approve it, or else to reject it, if it waits for a second person. */
  readonly approvals: readonly Approval[];
  readonly isRejected: boolean;
}

export interface PlannedAlert {
  /** In each of its texts, and its title. */
  readonly name: string;
  readonly atMs: number;
  readonly kind: 'live' | 'exercise';
  readonly priority: 'critical' | 'high' | 'normal';
  readonly validForS: number;
  readonly expiresAfterMs: number | undefined;
  readonly scheduledAfterMs: number | undefined;
  readonly audience: Audience;
  readonly author: Who;
  /** The contents of the draft, the first one, and then those of its edits. */
  readonly drafts: readonly Content[];
  /** Whether the last edit is made by two persons at once, from the same version. */
  readonly isEditedByTwo: boolean;
  readonly cancelContent: Content;
  readonly endContent: Content;
  readonly way: Way;
  readonly approvals: readonly Approval[];
  readonly launcher: Who;
  /** Whether the launch is asked for twice at the same moment, with one key. */
  readonly isLaunchedTwice: boolean;
  readonly deeds: readonly Deed[];
}

const LAST_MS = 3500;
const DEEDS_MS = 4000;
const SOON_MS = 250;

export const policyOf = (dice: Dice): Policy => ({
  twoPersons: pick(dice('two persons'), ['never', 'live', 'live', 'always']),
  exerciseMax: pick(dice('exercise max'), [0, 8, 200]),
  breakGlass: pick<Policy['breakGlass']>(dice('glass'), ['nobody', ['operator', 'admin'], ['admin']]),
  recentlyAlerted: pick(dice('recently'), ['0s', '10m']),
});

export const alertsOf = (dice: Dice, crowd: Crowd): readonly PlannedAlert[] =>
  Array.from({ length: between(dice('alerts'), 2, 4) }, (_, index) =>
    alertOf((label) => dice(`alert ${index} ${label}`), `a${index}`, crowd),
  );

const alertOf = (dice: Dice, name: string, { people }: Crowd): PlannedAlert => {
  const style = styleOf(dice);
  const content = (mark: string): Content => contentOf(`${name}${mark}`, style, dice);
  const edits = pick(dice('edits'), [0, 0, 1, 2]);
  const author = pick(dice('author'), ['anna', 'ben', 'ben', 'dora']);
  const way = pick(dice('way'), [
    ...(['alone', 'approved', 'approved', 'approved', 'approved'] as const),
    ...(['glass', 'unapproved', 'returned', 'onApproval', 'onApproval', 'atOnce'] as const),
  ]);
  const everybody = people.map(({ index }) => index);
  const some = everybody.filter((index) => dice(`takes ${index}`) < 0.6);
  const lists = LISTS.filter((list) => dice(`list ${list}`) < 0.45);
  const ofNumbers = lists.length === 0 || dice('numbers') < 0.2;
  return {
    ...{ name, author, way },
    atMs: between(dice('at'), 0, LAST_MS),
    kind: dice('kind') < 0.65 ? 'live' : 'exercise',
    priority: pick(dice('priority'), ['critical', 'critical', 'high', 'normal']),
    validForS: dice('validity') < 0.3 ? between(dice('valid for'), 10, 14) : 1800,
    expiresAfterMs: dice('expires') < 0.2 ? between(dice('expires at'), 3000, 12_000) : undefined,
    scheduledAfterMs: dice('scheduled') < 0.2 ? between(dice('scheduled at'), 1500, 6000) : undefined,
    audience: {
      lists,
      numbers: ofNumbers ? some : [],
      without: dice('without') < 0.3 ? everybody.filter((index) => dice(`omits ${index}`) < 0.15) : [],
    },
    drafts: Array.from({ length: edits + 1 }, (_, version) => content(`v${version}`)),
    isEditedByTwo: dice('two edit') < 0.4,
    cancelContent: content('k'),
    endContent: content('e'),
    approvals: approvalsOf(dice, author),
    launcher: pick(dice('launcher'), ['anna', 'ben', 'dora', 'robot']),
    isLaunchedTwice: dice('twice') < 0.3,
    deeds: deedsOf(dice, name, style),
  };
};

/** Wrong tries first, and mostly a right one at the end, sometimes twice. */
const approvalsOf = (dice: Dice, author: Who): readonly Approval[] => {
  const tries = Array.from({ length: between(dice('wrong tries'), 0, 3) }, (_, index): Approval => {
    const roll = (what: string): number => dice(`try ${index} ${what}`);
    return {
      by: pick(roll('by'), [
        author,
        author,
        'benApproves',
        'benApproves',
        'doraToo',
        'anna',
        'robot',
        'vera',
      ]),
      stale: roll('stale') < 0.25,
      hurried: roll('hurried') < 0.4,
    };
  });
  if (dice('never right') < 0.15) return tries;
  const right: Approval = { by: pick(dice('right'), ['cleo', 'cleo', 'dora']), stale: false, hurried: false };
  const again: Approval = { by: pick(dice('again by'), ['cleo', 'cleoToo']), stale: false, hurried: true };
  return [...tries, right, ...(dice('again') < 0.4 ? [again] : [])];
};

const deedsOf = (dice: Dice, name: string, style: Style): readonly Deed[] =>
  Array.from({ length: between(dice('deeds'), 0, 5) }, (_, index): Deed => {
    const roll: Dice = (label) => dice(`deed ${index} ${label}`);
    const by = pick(roll('by'), ['anna', 'ben', 'dora', 'robot', 'cleo', 'vera']);
    return {
      by,
      // Half of them come while the first messages leave.
      afterMs: between(roll('after'), 0, roll('soon') < 0.5 ? SOON_MS : DEEDS_MS),
      what: pick(roll('what'), [
        ...(['pause', 'resume', 'stop', 'update', 'update', 'update', 'update'] as const),
        ...(['cancel', 'cancelAnew', 'cancelAnew', 'end', 'resend', 'launch'] as const),
      ]),
      content: contentOf(`${name}u${index}`, style, roll),
      breakGlass: roll('glass') < 0.2,
      approvals: approvalsOf(roll, by),
      isRejected: roll('rejected') < 0.2,
    };
  }).toSorted((a, b) => a.afterMs - b.afterMs);

/** The audience as the API takes it. @param ids of the lists */
export const audienceBody = (
  { lists, numbers, without }: Audience,
  ids: ReadonlyMap<ListName, number>,
): object => {
  const named = numbers.length === 0 ? [] : [{ numbers: numbers.map(numberOf) }];
  return {
    include: [...lists.map((list) => ({ list: ids.get(list) })), ...named],
    ...(without.length > 0 && { exclude: [{ numbers: without.map(numberOf) }] }),
  };
};
