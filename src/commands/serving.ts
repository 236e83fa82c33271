import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { startApp } from '../app.ts';
import { systemClock } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { complaining } from './complaining.ts';

/** The thread that `serve` runs the gateway in; what it is told is the name of a signal. */
const port = parentPort;
if (port === null) throw new Error('commands/serving.ts runs as a worker thread');

const serve = async (configFile: string): Promise<number> => {
  const signalled = once(port, 'message');
  const config = loadConfig(configFile, process.env);
  const log = pino({ base: null });
  const app = await startApp(config, systemClock, log);
  log.info({ url: app.url }, 'ready');
  const broken = app.broken.then((reason) => ({ reason }));
  const why = await Promise.race([signalled.then(([signal]) => ({ signal })), broken]);
  if ('reason' in why) log.fatal(why, 'stopping: whoever started it has to start it again');
  else log.info(why, 'stopping');
  await app.stop();
  log.info({}, 'stopped');
  return 'reason' in why ? 1 : 0;
};

process.exitCode = await complaining(() => serve(workerData as string));
port.close();
