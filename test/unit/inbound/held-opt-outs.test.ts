import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Priority } from '../../../src/domain/messages/priority.ts';
import { saidNo } from '../../../src/intake/said-no.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { column } from '../../support/people/purging.ts';
import { newMessage } from '../../support/store/messages.ts';

const FIRST = '+33639980001';
const HELD = '+33639980002';
const CLERK = { id: 'user:1', name: 'Anna' };

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { optOutsPerMinute: 1 } });
});
afterEach(() => rig.close());

const alertOf = (priority: Priority, include: readonly object[] = []): number =>
  rig.rows.alert({ launchedAt: rig.disk.clock.now(), include, priority });
const queue = async (alert: number, wave = 1) => {
  const message = newMessage({ to: HELD as never });
  await rig.rows.send(rig.store, alert, message, wave);
  return message;
};
/** The second STOP of the minute is held. */
const hold = async (): Promise<void> => {
  await rig.say('STOP', FIRST, { route: 'a' });
  await rig.say('STOP', HELD, { route: 'a' });
  expect(states()).toEqual(['carriedOut', 'held']);
};
const states = () => column(rig.disk, 'SELECT state FROM held_opt_outs ORDER BY id');
const optedOut = () => column(rig.disk, 'SELECT number FROM opt_outs ORDER BY number');
const stateOf = async ({ id }: { readonly id: never }) => (await rig.store.get(id))?.state;
const settle = (decision: 'undo' | 'throwAway' | 'carryOut') =>
  rig.store.settleHeld(decision, { route: 'a' }, CLERK, rig.disk.clock.now());

describe('a STOP that waits for review', () => {
  test('withdraws what is queued for the phone, but not what is critical', async () => {
    const critical = await queue(alertOf('critical'));
    const high = await queue(alertOf('high'));
    await hold();
    expect(await stateOf(critical as never)).toBe('queued');
    expect(await stateOf(high as never)).toBe('cancelled');
  });

  test('keeps later alerts away from the phone until it is thrown away', async () => {
    alertOf('critical');
    await hold();
    const since = await queue(alertOf('normal'));
    await rig.say('STOP', '+33639980003', { route: 'a' });
    expect(await stateOf(since as never)).toBe('queued');
    await settle('throwAway');
    await rig.store.settleHeld('undo', { ids: [2] }, CLERK, rig.disk.clock.now());
    expect(await stateOf(since as never)).toBe('cancelled');
  });

  test('keeps single messages away as an opt-out does, but not those that are critical', async () => {
    alertOf('critical');
    await hold();
    const said = (messages: Parameters<typeof saidNo>[1]) => saidNo(rig.store, messages);
    expect(await said([{ to: HELD as never, priority: 'normal' }])).toEqual([HELD]);
    expect(await said([{ to: HELD as never, priority: 'critical' }])).toEqual([]);
    expect(await said([{ to: FIRST as never, priority: 'critical' }])).toEqual([FIRST]);
    await settle('throwAway');
    expect(await said([{ to: HELD as never, priority: 'normal' }])).toEqual([]);
  });

  test('of one list concerns only alerts to that list', async () => {
    const list = rig.rows.list('Quartier', FIRST, HELD);
    const other = rig.rows.list('Digue', HELD);
    const own = alertOf('high', [{ list }]);
    const theirs = alertOf('high', [{ list: other }]);
    rig.disk.fill(`INSERT INTO held_opt_outs (at, route, number, lists, evidence, inbox_id, state)
                   VALUES (1, 'a', '${HELD}', '[${list}]', 'STOP', 1, 'thrownAway')`);
    const kept = await queue(theirs);
    const gone = await queue(own);
    await rig.store.settleHeld('undo', { ids: [1] }, CLERK, rig.disk.clock.now());
    expect([await stateOf(kept as never), await stateOf(gone as never)]).toEqual(['queued', 'cancelled']);
  });

  test('is in the audit log, and said again it is neither kept nor answered twice', async () => {
    alertOf('critical');
    await hold();
    const answers = (await rig.sent()).length;
    await rig.say('STOP', HELD, { route: 'a' });
    expect(states()).toEqual(['carriedOut', 'held']);
    expect(await rig.sent()).toHaveLength(answers);
    expect(column(rig.disk, `SELECT action FROM audit WHERE subject = 'number:${HELD}'`)).toEqual([
      'optOut.hold',
    ]);
  });

  test('ends if the person writes START: nobody carries it out later', async () => {
    alertOf('critical');
    await hold();
    await rig.say('START', HELD, { route: 'a' });
    expect(states()).toEqual(['carriedOut', 'undone']);
    expect((await rig.sent()).at(-1)?.text).toContain('Vous recevrez de nouveau');
    await settle('carryOut');
    expect(optedOut()).toEqual([FIRST]);
  });

  test('or was carried out, is not taken back in bulk if the person says it again after the alert', async () => {
    alertOf('critical');
    await hold();
    rig.disk.fill("UPDATE alerts SET state = 'completed'");
    for (const phone of [FIRST, HELD]) await rig.say('STOP', phone, { route: 'a' });
    await settle('undo');
    expect(optedOut()).toEqual([FIRST, HELD]);
  });
});
