import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Intake } from '../intake/intake.ts';
import type { Clock } from '../kernel/clock.ts';

const STOP_WITHIN_MS = 10_000;

/** Ends intake and sending: carriers and modems have up to 10 s for what they were given. */
export const stopSending = async (
  intake: Pick<Intake, 'stop'>,
  server: { close(): PromiseLike<unknown> },
  dispatcher: Pick<Dispatcher, 'stop'>,
  reloading: { ended(): Promise<unknown> },
  clock: Clock,
): Promise<void> => {
  intake.stop();
  const patience = new AbortController();
  const cancel = clock.after(STOP_WITHIN_MS, () => patience.abort());
  // Both are stopped at the same time: a hanging upload must not use up the 10 s in which carriers may answer.
  await Promise.all([server.close(), dispatcher.stop(patience.signal), reloading.ended()]);
  cancel();
};
