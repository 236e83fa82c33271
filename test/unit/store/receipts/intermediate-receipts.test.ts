import { describe, expect, test } from 'vitest';
import { receipt, T0 } from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';

const { disk, sent, stateOf } = sharedStoreWithReceipts();

describe('a receipt', () => {
  test('that is intermediate and repeats the text of an earlier one is not noted again', async () => {
    const message = await sent();
    const enroute = receipt(message.ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' });
    expect(await disk.store.record([enroute, enroute], T0 + 50)).toEqual([
      { kind: 'matched', ref: message.ref },
      { kind: 'repeated' },
    ]);
    expect(await disk.store.record([enroute], T0 + 60)).toEqual([{ kind: 'repeated' }]);
    await disk.store.record([{ ...enroute, evidence: 'ACCEPTD' }, enroute], T0 + 70);
    const notes = (await disk.store.timeline(message.id)).map(({ evidence }) => evidence);
    expect(notes.slice(-3)).toEqual(['ENROUTE', 'ACCEPTD', 'ENROUTE']);
  });

  test('that is intermediate and comes for ever with a new text is noted twenty times, and the final one still counts', async () => {
    const message = await sent();
    for (let n = 0; n < 100; n++) {
      const enroute = receipt(message.ref, { state: 'intermediate', evidence: `ENROUTE ${n}` });
      expect(await disk.store.record([enroute], T0 + 50 + n)).toEqual([
        { kind: 'matched', ref: message.ref },
      ]);
    }
    const notes = (await disk.store.timeline(message.id)).filter((one) => one.evidence?.includes('ENROUTE'));
    expect(notes).toHaveLength(20);
    await disk.store.record([receipt(message.ref)], T0 + 500);
    expect(await stateOf(message)).toBe('delivered');
  });
});
