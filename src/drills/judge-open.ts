import type { MessageId } from '../domain/messages/message-id.ts';
import type { DrillRun, DrillTarget, OpenTarget } from '../domain/operation/drill.ts';
import type { Ears } from '../domain/operation/ear.ts';
import { judgeTarget } from './judge.ts';

/** No message has this id. */
const NO_MESSAGE = 0 as MessageId;

/** The current results for the messages of these runs, by run, with what the ears heard of them. */
export const judgeOpen = async (
  runs: readonly DrillRun[],
  targets: readonly OpenTarget[],
  ears: Ears,
  nowMs: number,
): Promise<ReadonlyMap<number, readonly DrillTarget[]>> => {
  const hearings = await ears.hearings(
    targets.flatMap(({ outcome, message, number, route }) =>
      outcome === 'waiting' && message !== undefined ? [{ message, number, route }] : [],
    ),
  );
  const byRun = Map.groupBy(targets, ({ run }) => run);
  return new Map(
    runs.map((run) => [
      run.id,
      (byRun.get(run.id) ?? []).map((target) =>
        judgeTarget(target, run, nowMs, hearings.get(target.message ?? NO_MESSAGE)),
      ),
    ]),
  );
};
