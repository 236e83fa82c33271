import type { AlarmRepository } from '../../domain/operation/alarm.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';

/**
 * Notes in the store that this run begins, and at its end that it stops.
 * @returns when this run began if the last one was cut off; undefined if that one had stopped as it should
 */
export const noteRun = async (
  opening: Pick<AsyncDisposableStack, 'defer'>,
  repository: Pick<AlarmRepository, 'noteStart' | 'noteStop'>,
  clock: Pick<Clock, 'now'>,
  log: Log,
): Promise<number | undefined> => {
  const now = clock.now();
  const last = await repository.noteStart(now);
  opening.defer(() =>
    repository.noteStop(clock.now()).catch((error: unknown) => {
      log.error(
        { err: error },
        'the stop of the gateway cannot be noted: the next start takes it for a crash',
      );
    }),
  );
  if (last === 'clean') return undefined;
  log.warn({}, 'the last run of the gateway was cut off');
  return now;
};
