import type { StormPlan } from '../plan.ts';

/** Each list of a plan that can be made shorter: how long it is, and the plan with the items at these places alone. */
const LISTS: Readonly<
  Record<
    string,
    {
      readonly length: (plan: StormPlan) => number;
      readonly keep: (plan: StormPlan, kept: readonly number[]) => StormPlan;
    }
  >
> = {
  acts: {
    length: ({ acts }) => acts.length,
    keep: (plan, kept) => ({ ...plan, acts: at(plan.acts, kept) }),
  },
  faults: {
    length: ({ faults }) => faults.length,
    keep: (plan, kept) => ({ ...plan, faults: at(plan.faults, kept) }),
  },
  blows: {
    length: ({ blows }) => blows.length,
    keep: (plan, kept) => ({ ...plan, blows: at(plan.blows, kept) }),
  },
  // The others keep their places, since the texts name them.
  messages: {
    length: ({ messages }) => messages.length,
    keep: (plan, kept) => ({ ...plan, posted: new Set(kept) }),
  },
};

export const LIST_NAMES: readonly string[] = Object.keys(LISTS);

const at = <T>(items: readonly T[], kept: readonly number[]): readonly T[] =>
  items.filter((_, index) => kept.includes(index));

/** What is left of a plan, by list: the places of the items. A list that is not named is whole. */
export type Cut = Readonly<Record<string, readonly number[]>>;

export const placesOf = (plan: StormPlan, list: string): readonly number[] =>
  Array.from({ length: LISTS[list]?.length(plan) ?? 0 }, (_, index) => index);

export const planCutTo = (plan: StormPlan, cut: Cut): StormPlan =>
  Object.entries(cut).reduce((left, [list, kept]) => LISTS[list]?.keep(left, kept) ?? left, plan);

/** As options of the command line. */
export const optionsOf = (cut: Cut): string =>
  Object.entries(cut)
    .map(([list, kept]) => ` --keep ${list}=${kept.join(',')}`)
    .join('');

/** @param options such as `messages=3,17`. @throws Error if one can't be read */
export const readCut = (options: readonly string[]): Cut =>
  Object.fromEntries(
    options.map((option) => {
      const [, list = '', places = ''] = /^(\w+)=((?:\d{1,5}(?:,\d{1,5})*)?)$/.exec(option) ?? [];
      if (!(list in LISTS))
        throw new Error(`--keep is LIST=N,N,… with a list of ${LIST_NAMES.join(', ')}, not ${option}`);
      return [list, places === '' ? [] : places.split(',').map(Number)];
    }),
  );
