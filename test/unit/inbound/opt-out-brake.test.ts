import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { OptOutBrake } from '../../../src/inbound/opt-out-brake.ts';
import { replyTexts } from '../../../src/inbound/reply-texts.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { column } from '../../support/people/purging.ts';

describe('the brake for opt-outs', () => {
  const brakeOf = (isOut: boolean) => {
    const over: string[] = [];
    const brake = new OptOutBrake({
      perMinute: 2,
      isAlertOut: async () => isOut,
      over: (route) => over.push(route),
    });
    return { brake, over };
  };

  test('holds those of one route that are more than its limit in any minute while an alert goes out', async () => {
    const { brake, over } = brakeOf(true);
    const looks = [];
    for (const [route, at] of [
      ['a', 0],
      ['a', 1],
      ['a', 59_999],
      ['b', 59_999],
      ['a', 120_001],
    ] as const)
      looks.push(await brake.look(route, at));
    expect(looks).toEqual(['noted', 'noted', 'held', 'noted', 'noted']);
    expect(over).toEqual(['a']);
  });

  test('holds nothing while no alert goes out', async () => {
    const { brake, over } = brakeOf(false);
    for (let n = 0; n < 9; n++) expect(await brake.look('a', n)).toBeUndefined();
    expect(over).toEqual([]);
  });
});

describe('opt-outs that are forged while an alert goes out', () => {
  let rig: PhoneRig;
  let http: HttpRig;
  beforeEach(async () => {
    rig = await PhoneRig.open({ inbound: { optOutsPerMinute: 3 } });
    http = new HttpRig(undefined, { heldOptOuts: rig.store });
    rig.rows.alert({ launchedAt: rig.disk.clock.now() });
  });
  afterEach(async () => {
    await http.app.close();
    await rig.close();
  });

  const phone = (n: number): string => `+3363998${String(n).padStart(4, '0')}`;
  const alertIs = (state: string): void => rig.disk.fill(`UPDATE alerts SET state = '${state}'`);
  const flood = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++) await rig.say('STOP', phone(n), { route: 'evil' });
  };
  const optedOut = () => column(rig.disk, 'SELECT number FROM opt_outs ORDER BY number');
  const states = () => column(rig.disk, 'SELECT state FROM held_opt_outs ORDER BY id');
  const settle = async (verb: string, body: object): Promise<unknown> =>
    (await http.ask('operator', 'POST', `/v1/opt-outs/held/${verb}`, body)).json();

  test('wait for review beyond the limit, and the person is told that the STOP is not carried out yet', async () => {
    await flood(5);
    expect(optedOut()).toEqual([0, 1, 2].map(phone));
    expect(states()).toEqual(['carriedOut', 'carriedOut', 'carriedOut', 'held', 'held']);
    expect(rig.over).toEqual(['optOutsPerMinute', 'optOutsPerMinute']);
    const texts = (await rig.sent()).map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('Votre STOP est noté.'))).toHaveLength(2);
    const { items } = (await http.ask('viewer', 'GET', '/v1/opt-outs/held?state=held')).json();
    expect(items).toMatchObject([
      { number: phone(4), route: 'evil', lists: null, state: 'held' },
      { number: phone(3) },
    ]);
  });

  test('are carried out in bulk', async () => {
    await flood(5);
    expect(await settle('carry-out', { route: 'evil' })).toEqual({ done: 2, more: false });
    expect(optedOut()).toEqual([0, 1, 2, 3, 4].map(phone));
    expect(await settle('carry-out', { route: 'evil' })).toEqual({ done: 0, more: false });
  });

  test('are thrown away in bulk, and those before the brake are taken back in bulk', async () => {
    await flood(5);
    expect(await settle('throw-away', { route: 'evil' })).toEqual({ done: 2, more: false });
    expect(await settle('undo', { route: 'evil' })).toEqual({ done: 3, more: false });
    expect(optedOut()).toEqual([]);
    expect(states()).toEqual(['undone', 'undone', 'undone', 'thrownAway', 'thrownAway']);
    expect(column(rig.disk, "SELECT action FROM audit WHERE subject = 'route:evil'")).toEqual([
      'optOut.throwAway',
      'optOut.undo',
    ]);
    expect(await settle('undo', { ids: [5] })).toEqual({ done: 1, more: false });
    expect(states().at(-1)).toBe('held');
  });

  test('that are taken back leave an opt-out from before', async () => {
    await rig.store.optOut({
      number: phone(4) as never,
      listId: 0,
      source: 'operator',
      evidence: 'x',
      at: 1,
    });
    await flood(5);
    await settle('carry-out', { route: 'evil' });
    await settle('undo', { route: 'evil' });
    expect(optedOut()).toEqual([phone(4)]);
  });

  test('are carried out as usual after the alert', async () => {
    alertIs('completed');
    await flood(5);
    expect(optedOut()).toHaveLength(5);
    expect(states()).toEqual([]);
  });

  test('need either ids or a route to be settled', async () => {
    for (const body of [{}, { ids: [1], route: 'x' }])
      expect(await settle('undo', body)).toMatchObject({ status: 422 });
  });
});

test.each(['fr', 'en'])('the answer to a held STOP fits one part in %s', (language) => {
  const text = replyTexts({ replies: {}, language: undefined })('optOutHeld', [language]);
  expect(analyse(text)).toMatchObject({ encoding: 'gsm7', parts: 1 });
});
