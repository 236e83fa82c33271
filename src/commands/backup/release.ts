import { COMMAND_LINE } from '../../access/tokens.ts';
import { loadConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { inOneCommit } from '../../store/in-one-commit.ts';
import { releaseHeld } from '../../store/rules/restore/held.ts';
import { withStoreAlone } from './store-alone.ts';

/**
 * Queues the messages again that a restore has held. The gateway must not run, since it counts its queue in memory.
 * @throws TocsinError `storeUnavailable`
 */
export const releaseCommand = (configFile: string): Promise<number> =>
  withStoreAlone(loadConfig(configFile, process.env, normaliseNumber).store, async (db) => {
    const note = { at: systemClock.now(), actor: COMMAND_LINE, action: 'backup.release', subject: 'store' };
    const messages = inOneCommit(db, () => releaseHeld(db, { ...note, detail: {} }));
    process.stdout.write(
      `${messages} messages are queued again, each marked as a possible duplicate. Those of a paused alert wait until it is resumed.\n`,
    );
    return 0;
  });
