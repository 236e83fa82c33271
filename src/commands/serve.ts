import { startApp } from '../app.ts';
import { type LogOutput, openLog } from '../compose/log-output.ts';
import { thisMachine } from '../compose/machine.ts';
import { type Loaded, loadConfig, readConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { Supervised } from '../ops/supervisor/supervised.ts';
import { supervisionOf } from '../ops/supervisor/systemd-notify.ts';
import { compactHeap } from './process/compact-heap.ts';
import { onHangup } from './process/on-hangup.ts';
import { openFileLimit } from './process/open-file-limit.ts';
import { stopSignal } from './process/stop-signal.ts';

const STDOUT = 1;
/**
 * How long the process may run after its last log line, in ms. Then it ends even if something keeps it alive, such as
 * a stderr that nobody reads.
 */
const END_WITHIN_MS = 2000;

/**
 * Runs the gateway until SIGTERM or SIGINT, or until it can't go on; in that case the exit code is 1. The gateway
 * writes its log to stdout as JSON lines; the line `"msg":"ready"` has the `url` of the API. It must run in the main
 * thread: `@serialport/bindings-cpp` polls by libuv's default loop, and aborts the process in any other thread.
 */
export const serveCommand = async (configFile: string): Promise<number> => {
  try {
    const config = loadConfig(configFile, process.env, normaliseNumber);
    const output = openLog(STDOUT, systemClock);
    try {
      const read = () => readConfig(configFile, process.env, normaliseNumber);
      return await serve(config, read, output);
    } finally {
      await output.close();
    }
  } finally {
    systemClock.after(END_WITHIN_MS, () => process.exit());
  }
};

const serve = async (
  config: Config,
  readAgain: () => Loaded,
  { log, dropped }: LogOutput,
): Promise<number> => {
  // The handlers are set before the start, so that a signal during the start isn't lost: for process 1 of a container,
  // a signal without a handler does nothing.
  const signalled = stopSignal(systemClock);
  let isStopping = false;
  void signalled.then(() => {
    isStopping = true;
  });
  const starting = startApp(config, systemClock, log, {
    droppedLogLines: dropped,
    openFiles: openFileLimit(),
    readConfig: readAgain,
    // systemd would take it for more time to stop.
    prolongStart: async () => (isStopping ? undefined : supervised.prolongStart()),
    machine: thisMachine,
  });
  const supervised = new Supervised({
    supervision: supervisionOf(process.env, process.pid),
    answers: () => starting.then((app) => app.answers()),
    clock: systemClock,
    log,
  });
  // If the start fails, the await below throws.
  onHangup(() => starting.then((app) => supervised.reload(() => app.reload())).catch(() => undefined));
  const app = await starting;
  await compactHeap(log);
  log.info({ url: app.url }, 'ready');
  supervised.start();
  const broken = app.broken.then((reason) => ({ reason }));
  const why = await Promise.race([signalled.then((signal) => ({ signal })), broken]);
  if ('reason' in why) log.fatal(why, 'stopping: the gateway has to be restarted');
  else log.info(why, 'stopping');
  await supervised.stop();
  await app.stop();
  log.info({}, 'stopped');
  return 'reason' in why ? 1 : 0;
};
