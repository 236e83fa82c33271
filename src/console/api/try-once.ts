import { keep, kept } from '../parts/use-kept.ts';
import { newKey } from './new-key.ts';
import { isProblem, Problem } from './problem.ts';

/** For so long the same act is taken for another try of the one whose answer was lost. */
const DOUBT_MS = 120_000;
/** The name under which the keys outlive a reload of the page. */
const KEPT = 'tried-acts';

/** While an answer is awaited, however long that takes. */
const AWAITED = Number.MAX_SAFE_INTEGER;

interface Held {
  readonly key: string;
  /** ms since the epoch. */
  readonly until: number;
  /** Whether an answer was lost already: then a refusal of another try says nothing about the first one. */
  readonly isInDoubt: boolean;
}

let acts: Map<string, Held> | undefined;

/** The acts whose answer is awaited, or was lost; after a reload of the page those of before it. */
const heldActs = (): Map<string, Held> => {
  // An answer that was awaited when the page was left is lost.
  const lost = ({ key, until }: Held): Held => ({
    key,
    until: Math.min(until, Date.now() + DOUBT_MS),
    isInDoubt: true,
  });
  acts ??= new Map((kept<[string, Held][]>(KEPT) ?? []).map(([name, one]) => [name, lost(one)]));
  return acts;
};

const hold = (name: string, one: Held | undefined): void => {
  const all = heldActs();
  if (one === undefined) all.delete(name);
  else all.set(name, one);
  keep(KEPT, [...all]);
};

/** The first try with this key is not over, or nobody knows how it ended. Only the time ends this doubt. */
const isUnderWay = (error: unknown): boolean => isProblem(error, 'idempotency-in-doubt');

/** Whether nobody knows if the gateway has done it: it did not answer, or not to the end. */
const isLost = (error: unknown): boolean =>
  !(error instanceof Problem) || error.status === 0 || error.status >= 500;

/** What is held after an answer that was none of success. */
const heldAfter = (error: unknown, key: string, before: Held | undefined): Held | undefined => {
  const until = Date.now() + DOUBT_MS;
  if (isLost(error)) return { key, until, isInDoubt: true };
  if (isUnderWay(error)) return before?.isInDoubt ? before : { key, until, isInDoubt: true };
  // The gateway knows the key from another act: what is tried is not what was lost.
  if (isProblem(error, 'idempotency-conflict')) return undefined;
  return before?.isInDoubt ? before : undefined;
};

/**
 * Does what must not be done twice, with a key by which the gateway knows another try of it. The key of an act whose
 * answer was lost is kept for a while, also when the question is closed and opened anew, or the page is left or
 * reloaded: who tries again means the same act. A refusal ends that only if no answer to the key was lost before, since
 * it may come before the gateway looks at the key. After any other answer, the next one is another act.
 *
 * @param what all that the act is, so that another text or other people are another act
 */
export const tryOnce = async <Result>(
  what: readonly unknown[],
  act: (key: string) => Promise<Result>,
): Promise<Result> => {
  const name = JSON.stringify(what);
  const now = Date.now();
  for (const [one, { until }] of heldActs()) if (until <= now) hold(one, undefined);
  const before = heldActs().get(name);
  const key = before?.key ?? newKey();
  hold(name, { key, until: AWAITED, isInDoubt: before?.isInDoubt ?? false });
  try {
    const result = await act(key);
    hold(name, undefined);
    return result;
  } catch (error) {
    hold(name, heldAfter(error, key, before));
    throw error;
  }
};
