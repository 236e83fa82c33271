import { existsSync } from 'node:fs';
import { COMMAND_LINE } from '../../access/tokens.ts';
import { loadConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { releaseHeld } from '../../store/sqlite/backup/restored-messages.ts';
import { lockStore } from '../../store/sqlite/lock.ts';

/**
 * Queues the messages again that a restore has held. The gateway must not run, since it counts its queue in memory.
 * @throws TocsinError `storeUnavailable`
 */
export const releaseCommand = (configFile: string): number => {
  const { store } = loadConfig(configFile, process.env, normaliseNumber);
  if (!existsSync(store.sqlite))
    throw new TocsinError('storeUnavailable', `there is no store ${store.sqlite}`);
  using _lock = lockStore(store.sqlite);
  const messages = releaseHeld(store.sqlite, {
    at: systemClock.now(),
    actor: COMMAND_LINE,
    action: 'backup.release',
    subject: 'store',
    detail: {},
  });
  process.stdout.write(
    `${messages} messages are queued again, each marked as a possible duplicate. Those of a paused alert wait until it is resumed.\n`,
  );
  return 0;
};
