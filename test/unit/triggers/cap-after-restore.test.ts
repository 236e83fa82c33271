import { describe, expect, test } from 'vitest';
import { restoredAt } from '../../../src/ops/backup/restored-at.ts';
import { sqliteTest } from '../../support/store/about-sqlite.ts';
import { holdUnsent } from '../../support/store/restoring.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';
import { capXml } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';

const SENT = Date.UTC(2026, 0, 1);
const WHY = 'a backup was restored after the CAP message was sent: it may have gone out before';

describe('after a restore', () => {
  test('a CAP message from before it waits for an operator, since it may have gone out after the backup', async () => {
    const rig = new CapRig();
    rig.restoredAt = SENT + 60_000;
    const taken = await rig.take(capXml());
    expect(taken).toMatchObject({ made: [{ alert: 1, state: 'draft', holds: [WHY] }] });
    expect(rig.alerts.steps).toEqual(['create 1']);
    expect(rig.refused).toEqual([{ by: 'cap', alert: 1, reason: WHY }]);
  });

  test('a CAP message from after it is launched', async () => {
    const rig = new CapRig();
    rig.restoredAt = SENT - 60_000;
    expect(await rig.take(capXml())).toMatchObject({ made: [{ state: 'sending', holds: [] }] });
  });

  sqliteTest('the time of the restore is in the store', async () => {
    const disk = await StoreOnDisk.open();
    try {
      expect(await restoredAt(disk.store)).toBeUndefined();
      const actor = { id: 'cli', name: 'the command line' };
      holdUnsent(disk.path, { at: SENT, actor, action: 'backup.restore', subject: 'store', detail: {} });
      expect(await restoredAt(disk.store)).toBe(SENT);
    } finally {
      await disk.remove();
    }
  });
});
