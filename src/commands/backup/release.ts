import { COMMAND_LINE } from '../../access/tokens.ts';
import { loadConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { prepareAudit } from '../../store/rules/operation/audit.ts';
import { prepareRestored } from '../../store/rules/queue/restored.ts';
import { inOneCommit, withStoreAlone } from './store-alone.ts';

/**
 * Queues the messages again that a restore has held. The gateway must not run, since it counts its queue in memory.
 * @throws TocsinError `storeUnavailable`
 */
export const releaseCommand = (configFile: string): Promise<number> =>
  withStoreAlone(loadConfig(configFile, process.env, normaliseNumber).store, async (db) => {
    const messages = inOneCommit(db, () => {
      const at = systemClock.now();
      const released = prepareRestored(db).release(at);
      const note = { at, actor: COMMAND_LINE, action: 'backup.release', subject: 'store' };
      prepareAudit(db)({ ...note, detail: { messages: released } });
      return released;
    });
    process.stdout.write(
      `${messages} messages are queued again, each marked as a possible duplicate. Those of a paused alert wait until it is resumed.\n`,
    );
    return 0;
  });
