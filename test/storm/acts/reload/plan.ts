import { between, type Dice, pick } from '../../../chaos/dice.ts';
import type { PlannedMessage } from '../../../chaos/plan.ts';
import { lengthOf, textOf } from '../../../chaos/texts.ts';

/** The accounts of this act, each with a carrier of its own. */
export const ACCOUNTS = ['east', 'west'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** How an account stands in the file. */
interface Terms {
  /** Parts in a second. */
  readonly rate: number;
  readonly window: number;
}

export type Setting = Partial<Readonly<Record<Account, Terms>>>;

/** What is wrong with a file, which is put back as it was after the reload. */
export type Mistake = 'unknown setting' | 'long password' | 'unknown route' | 'no YAML';

/** The file of the configuration is written anew, and the gateway is asked to read it. */
export interface Step {
  /** ms since the routes were up first; a step waits for the one before. */
  readonly atMs: number;
  readonly next: Setting;
  /** Whether somebody asks first what would change. */
  readonly isTried: boolean;
  /** The file has this mistake too: then nothing may change. */
  readonly mistake: Mistake | undefined;
}

export interface ReloadPlan {
  readonly steps: readonly Step[];
  readonly messages: readonly PlannedMessage[];
  readonly answerMs: number;
}

export const PREFIX = '+336399870';

const FIRST_MS = 300;
const LAST_MS = 6000;
const LONG_MS = 1_800_000;
const RATES = [5, 10, 20, 40] as const;
const WINDOWS = [1, 2, 5, 20] as const;

export const planReload = (dice: Dice): ReloadPlan => {
  const steps = stepsOf(dice);
  return { steps, messages: messagesOf(dice, steps), answerMs: pick(dice('answers'), [3, 40, 150]) };
};

const termsOf = (dice: Dice): Terms => ({
  rate: pick(dice('rate'), RATES),
  window: pick(dice('window'), WINDOWS),
});

const stepsOf = (dice: Dice): readonly Step[] => {
  const both: Setting = {
    east: termsOf((label) => dice(`east ${label}`)),
    west: termsOf((label) => dice(`west ${label}`)),
  };
  const steps: Step[] = [{ atMs: 0, next: both, isTried: true, mistake: undefined }];
  let present = both;
  const times = Array.from({ length: between(dice('steps'), 2, 5) }, (_, index) =>
    between(dice(`step ${index} at`), FIRST_MS, LAST_MS - 500),
  );
  for (const [index, atMs] of times.toSorted((a, b) => a - b).entries()) {
    const own: Dice = (label) => dice(`step ${index} ${label}`);
    const mistake =
      own('mistaken') < 0.25
        ? pick(own('mistake'), ['unknown setting', 'long password', 'unknown route', 'no YAML'] as const)
        : undefined;
    const next = changed(own, present);
    steps.push({ atMs, next, isTried: own('tried') < 0.4, mistake });
    if (mistake === undefined) present = next;
  }
  // A carrier keeps the receipts of an account that is away until it is bound again.
  const last = { east: present.east ?? both.east, west: present.west ?? both.west } as Setting;
  return [...steps, { atMs: LAST_MS, next: last, isTried: false, mistake: undefined }];
};

/** One account comes back, goes, or has other terms. One is always left. */
const changed = (dice: Dice, present: Setting): Setting => {
  const account = pick(dice('account'), ACCOUNTS);
  const other = account === 'east' ? 'west' : 'east';
  const terms = present[account];
  if (terms === undefined) return { ...present, [account]: termsOf(dice) };
  if (present[other] !== undefined && dice('what') < 0.45) return { [other]: present[other] };
  return { ...present, [account]: { ...terms, ...(dice('paced') < 0.6 ? paced(dice) : widened(dice)) } };
};

const paced = (dice: Dice): Partial<Terms> => ({ rate: pick(dice('rate'), RATES) });
const widened = (dice: Dice): Partial<Terms> => ({ window: pick(dice('window'), WINDOWS) });

/** Most messages are posted shortly before a step, so that they are under way when it comes. */
const messagesOf = (dice: Dice, steps: readonly Step[]): readonly PlannedMessage[] =>
  Array.from({ length: between(dice('messages'), 10, 30) }, (_, index): PlannedMessage => {
    const own: Dice = (label) => dice(`message ${index} ${label}`);
    const { atMs } = pick(own('step'), steps as readonly [Step, ...Step[]]);
    const length = pick(own('parts'), [10, 10, lengthOf(2, 'gsm7')]);
    return {
      index,
      atMs: Math.max(0, atMs - between(own('before') ** 2, 0, 600)),
      to: `${PREFIX}${String(index).padStart(2, '0')}`,
      text: textOf(own, index, length, 'gsm7'),
      priority: pick(own('priority'), ['critical', 'high', 'normal', 'normal', 'low']),
      onUncertain: pick(own('on uncertain'), ['resend', 'hold']),
      validForMs: LONG_MS,
      probes: undefined,
    };
  });
