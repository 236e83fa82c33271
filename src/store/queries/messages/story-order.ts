import type { TimelineEntry } from '../../../domain/messages/message.ts';
import type { State } from '../../../domain/messages/state.ts';

/** A change of the state. */
export interface Step {
  readonly entry: TimelineEntry;
  readonly attempt: number;
}

/** An answer, a receipt or a note: it changes no state, and is shown in the state that the message had at that time. */
export interface Evidence {
  readonly entry: TimelineEntry;
  /** States that are shown before this entry if the message reached them in the same millisecond. */
  readonly follows: readonly State[];
}

/** What is known of an attempt, or of one part of it, in the order in which it happened. */
export interface AttemptStory {
  readonly attempt: number;
  /** Whether the evidence is surely of this attempt; a note may only have been written during it. */
  readonly isExact: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * A time in a story. When the clock of the gateway was set back, as by a restart after somebody had corrected it, the
 * times begin anew, and only times of one `run` can be compared.
 */
interface Moment {
  readonly run: number;
  readonly at: number;
}

interface Placed<T> extends Moment {
  readonly what: T;
}

export const isStep = ({ from, to }: TimelineEntry): boolean => from !== to;

/**
 * The entries in the order in which they happened, also if the clock was set back in between.
 *
 * @param steps in the order in which they happened
 */
export const asHappened = (
  steps: readonly Step[],
  stories: readonly AttemptStory[],
): readonly TimelineEntry[] => {
  const placed = inRuns(steps);
  const evidence = stories
    .flatMap((story) => placedStory(story, placed))
    .toSorted((one, other) => one.what.entry.at - other.what.entry.at);
  const entries: TimelineEntry[] = [];
  for (let run = 0; run <= (placed.at(-1)?.run ?? 0); run++) {
    const stepsOfRun = placed.filter((one) => one.run === run).map(({ what }) => what.entry);
    const evidenceOfRun = evidence.filter((one) => one.run === run);
    entries.push(...inOrder(stepsOfRun, evidenceOfRun, entries.at(-1)?.to));
  }
  return entries;
};

const inRuns = (steps: readonly Step[]): readonly Placed<Step>[] => {
  let run = 0;
  return steps.map((what, index) => {
    const { at } = what.entry;
    if (at < (steps[index - 1]?.entry.at ?? at)) run++;
    return { run, at, what };
  });
};

/** The store knows when a part was accepted and reported, but not what came before that. Its attempt had begun. */
const placedStory = (
  { attempt, isExact, evidence }: AttemptStory,
  steps: readonly Placed<Step>[],
): readonly Placed<Evidence>[] => {
  const claims = steps.filter(({ what: { entry } }) => entry.to === 'sending');
  // An attempt is claimed several times if its parts do not all leave at once.
  const begun =
    claims.find(({ what }) => what.attempt === attempt) ??
    claims.findLast(({ what }) => what.attempt < attempt);
  const first: Moment = begun ?? steps[0] ?? { run: 0, at: 0 };
  let after = first;
  return evidence.map((what) => {
    const { at } = what.entry;
    const run = runOf(at, after, steps);
    if (attempt > 0) after = { run, at };
    // What was written while the clock was behind for a moment may have a time before its attempt, or even before the
    // message. It is told where the attempt began.
    const least = isExact ? first.at : (steps.find((one) => one.run === run)?.at ?? at);
    const isBefore = run === first.run && at < least;
    return { run, at: isBefore ? first.at : at, what };
  });
};

/** The run of a time that comes after this moment. What is written in one transaction has the same time. */
const runOf = (at: number, after: Moment, steps: readonly Placed<Step>[]): number => {
  const later = steps.filter(({ run }) => run >= after.run);
  const same = later.find((one) => one.at === at && (one.run > after.run || at >= after.at));
  if (same !== undefined) return same.run;
  if (at >= after.at) return after.run;
  return later.find((one) => one.run > after.run && one.at >= at)?.run ?? later.at(-1)?.run ?? after.run;
};

/**
 * Sorts by time. Within one millisecond, each step begins in the state in which the step before it ended, and evidence
 * comes as soon as the message is in a state of `follows`.
 */
const inOrder = (
  steps: readonly TimelineEntry[],
  evidence: readonly Placed<Evidence>[],
  before: State | undefined,
): readonly TimelineEntry[] => {
  const stepsAt = Map.groupBy(steps, ({ at }) => at);
  const evidenceAt = Map.groupBy(evidence, ({ at }) => at);
  const times = [...new Set([...stepsAt.keys(), ...evidenceAt.keys()])].sort((a, b) => a - b);
  const entries: TimelineEntry[] = [];
  let state = before;
  for (const at of times) {
    const stepsLeft = [...(stepsAt.get(at) ?? [])];
    const evidenceLeft = (evidenceAt.get(at) ?? []).map(({ what }) => what);
    while (stepsLeft.length + evidenceLeft.length > 0) {
      const ripe = evidenceLeft.findIndex(({ follows }) => isRipe(follows, state, stepsLeft));
      const [one] = ripe === -1 ? [] : evidenceLeft.splice(ripe, 1);
      if (one !== undefined) {
        const during = state ?? 'queued';
        entries.push({ ...one.entry, from: during, to: during });
        continue;
      }
      const next = stepsLeft.findIndex(({ from }) => from === state);
      const [step] = stepsLeft.splice(Math.max(0, next), 1);
      if (step === undefined) break;
      entries.push(step);
      state = step.to;
    }
  }
  return entries;
};

/**
 * Whether evidence may be shown now: the message is in a state of `follows`, or none of the steps that are left leads
 * to such a state.
 */
const isRipe = (
  follows: readonly State[],
  state: State | undefined,
  left: readonly TimelineEntry[],
): boolean => {
  if (left.length === 0) return true;
  if (state === undefined) return false;
  return follows.includes(state) || !left.some(({ to }) => follows.includes(to));
};
