import type { LaneStore, Unsent } from '../../domain/messages/queue.ts';

const CHUNK = 5000;

export interface PlanAnewDeps {
  readonly store: Pick<LaneStore, 'unsentIn' | 'moveToLanes' | 'lanes'>;
  /** The lane of the message by the present plan. */
  readonly laneFor: (message: Unsent, turn: string | undefined) => number | Promise<number>;
  /** Left out: every message is moved, also one that was being sent when the process ended. */
  readonly isMoved?: (message: Unsent) => boolean;
  /** Called once these messages are in their new lanes on disk. */
  readonly moved?: (messages: readonly (Unsent & { readonly newLane: number })[]) => void;
  /** Messages that are moved in one go: fewer beside a gateway that sends. */
  readonly chunk?: number;
  readonly signal?: AbortSignal;
}

/** Moves the unsent messages of these lanes into the lanes of the present plan. @param stale turns, by lane */
export const planAnew = async (
  stale: ReadonlyMap<number, string | undefined>,
  { store, laneFor, isMoved = () => true, moved, chunk = CHUNK, signal }: PlanAnewDeps,
): Promise<void> => {
  if (stale.size === 0) return;
  for (let after = 0; signal?.aborted !== true; ) {
    const unsent = await store.unsentIn([...stale.keys()], after, chunk);
    const last = unsent.at(-1);
    if (last === undefined) return;
    after = last.id;
    const moves: (Unsent & { readonly newLane: number })[] = [];
    let isNew = false;
    for (const message of unsent.filter(isMoved)) {
      const lane = laneFor(message, stale.get(message.lane));
      isNew ||= typeof lane !== 'number';
      moves.push({ ...message, newLane: await lane });
    }
    // Whoever asks for the messages of a turn lists its lanes first. This read comes after all such reads that were
    // begun without the new lanes, so that none of them misses a message that has just been moved.
    if (isNew) await store.lanes();
    await store.moveToLanes(moves.map(({ id, newLane }) => ({ id, lane: newLane })));
    moved?.(moves);
  }
};
