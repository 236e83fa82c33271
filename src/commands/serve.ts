import { startApp } from '../app.ts';
import { type LogOutput, openLog } from '../compose/log-output.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { compactHeap } from './compact-heap.ts';
import { openFileLimit } from './open-file-limit.ts';
import { stopSignal } from './stop-signal.ts';

const STDOUT = 1;
/** After its last line: what still holds the process then, such as a stderr that nobody reads, is left. */
const END_WITHIN_MS = 2000;

/**
 * Runs the gateway until SIGTERM or SIGINT, or until it can do nothing more: then the exit code is 1. JSON lines on
 * stdout; `"msg":"ready"` with `url` once it serves. In the process's own thread: serial ports work in no other
 * (`@serialport/bindings-cpp` polls them by the default loop, and aborts the process elsewhere).
 */
export const serveCommand = async (configFile: string): Promise<number> => {
  try {
    const config = loadConfig(configFile, process.env);
    const output = openLog(STDOUT, systemClock);
    try {
      return await serve(config, output);
    } finally {
      await output.close();
    }
  } finally {
    systemClock.after(END_WITHIN_MS, () => process.exit());
  }
};

const serve = async (config: Config, { log, dropped }: LogOutput): Promise<number> => {
  // From here on, so that one that comes while it starts is not lost: as process 1 of a container nothing else hears it.
  const signalled = stopSignal(systemClock);
  const app = await startApp(config, systemClock, log, {
    droppedLogLines: dropped,
    openFiles: openFileLimit(),
  });
  await compactHeap(log);
  log.info({ url: app.url }, 'ready');
  const broken = app.broken.then((reason) => ({ reason }));
  const why = await Promise.race([signalled.then((signal) => ({ signal })), broken]);
  if ('reason' in why) log.fatal(why, 'stopping: whoever started it has to start it again');
  else log.info(why, 'stopping');
  await app.stop();
  log.info({}, 'stopped');
  return 'reason' in why ? 1 : 0;
};
