import { once } from 'node:events';
import { pino } from 'pino';
import { startApp } from '../app.ts';
import { systemClock } from '../clock.ts';
import { loadConfig } from '../config/load.ts';

/** Runs the gateway until SIGTERM or SIGINT. JSON lines on stdout; `"msg":"ready"` with `url` once it serves. */
export const serveCommand = async (configFile: string): Promise<number> => {
  const config = loadConfig(configFile, process.env);
  const log = pino({ base: null });
  const app = await startApp(config, systemClock, log);
  log.info({ url: app.url }, 'ready');
  const stopping = new AbortController();
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const [signal] = await Promise.race(
    signals.map((name) => once(process, name, { signal: stopping.signal }).then(() => [name])),
  );
  log.info({ signal }, 'stopping');
  await app.stop();
  log.info({}, 'stopped');
  return 0;
};
