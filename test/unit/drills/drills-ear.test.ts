import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { EarService } from '../../../src/ops/ears/ear-service.ts';
import { DrillRig } from '../../support/alerts/drills.ts';
import { EAR, earOn } from '../../support/modem/ear.ts';
import { numberOf } from '../../support/store/messages.ts';

let rig: DrillRig;
let ear: EarService;
let state: 'up' | 'down';
beforeEach(async () => {
  rig = await DrillRig.open();
  state = 'up';
  ear = earOn(rig.disk, { route: () => ({ state, reason: 'no SIM' }) });
  rig.ears = ear;
  ear.watch();
});
afterEach(() => rig.close());

const begin = async (own = {}) => {
  const id = await rig.create({ enabled: false, ...own });
  const begun = await rig.drills.run(id, { id: 'user:1', name: 'the operator' });
  if ('kind' in begun) throw new Error(begun.kind);
  return id;
};

/** Lets the message that was sent by this route arrive at the ear. */
const arrive = (route: string, change: (text: string) => string = (text) => text, from = 'PREFECTURE') => {
  const sent = rig.queued.find(({ routes }) => routes?.[0] === route) as NewMessage;
  return ear.take({
    route: 'ear-1',
    from,
    to: undefined,
    text: change(sent.text),
    concat: undefined,
    evidence: '',
  });
};

const lastRun = async (id: number) => {
  const [run] = await rig.untilFinished(id, 1);
  if (run === undefined) throw new Error('no run');
  return run;
};

describe('a drill to the number of an ear', () => {
  test('passes when each message has a receipt and arrived as it was sent, and measures the way to the ear', async () => {
    const id = await begin();
    for (const route of ['orange', 'modem-1']) await rig.deliver(route);
    await rig.disk.clock.advance(5000);
    for (const route of ['orange', 'modem-1']) expect(await arrive(route)).toBe(true);
    const run = await lastRun(id);
    expect(run).toMatchObject({
      result: 'passed',
      routes: [
        { route: 'modem-1', medianMs: 5000 },
        { route: 'orange', medianMs: 5000 },
      ],
    });
    expect(run.targets[0]?.heard).toMatchObject({
      ear: 'ear-1',
      from: 'PREFECTURE',
      parts: 1,
      of: 1,
      faults: [],
    });
  });

  test('fails the route whose receipt says delivered for a message that never arrived', async () => {
    const id = await begin();
    for (const route of ['orange', 'modem-1']) await rig.deliver(route);
    await arrive('modem-1');
    const run = await lastRun(id);
    expect(run.routes).toMatchObject([
      { route: 'modem-1', result: 'passed' },
      {
        route: 'orange',
        result: 'failed',
        reason:
          '1 of 1 the receipt says delivered, but the message did not arrive at the ear "ear-1" within 60 s: this carrier\'s receipts can\'t be trusted',
      },
    ]);
  });

  test('fails the route that changed the text', async () => {
    const id = await begin({ routes: ['orange'] });
    await rig.deliver('orange');
    await arrive('orange', (text) => text.replace('EXERCICE', 'Exercice'));
    expect((await lastRun(id)).reason).toContain(
      'arrived at the ear "ear-1" with another text: from character 2 on "xercice - " instead of "XERCICE - "',
    );
  });

  test('fails for want of a receipt alone, although the message arrived', async () => {
    const id = await begin({ routes: ['orange'] });
    await arrive('orange');
    expect((await lastRun(id)).reason).toContain(
      'arrived at the ear "ear-1", but has no receipt within 60 s',
    );
  });

  test('blames no carrier while the ear is out of service', async () => {
    const id = await begin({ routes: ['orange'] });
    await rig.deliver('orange');
    state = 'down';
    const { reason } = await lastRun(id);
    expect(reason).toContain('the ear "ear-1" was out of service (no SIM), so nothing is known');
    expect(reason).not.toContain('trusted');
  });

  test('leaves the text to other numbers exactly as it is', async () => {
    await begin({ routes: ['orange'], numbers: [EAR, numberOf(2)] });
    const texts = rig.queued.map(({ to, text }) => [to, text]);
    expect(texts).toEqual([
      [EAR, expect.stringMatching(/^EXERCICE - ne rien faire #[0-9A-Z]{6}$/)],
      [numberOf(2), 'EXERCICE - ne rien faire'],
    ]);
  });
});
