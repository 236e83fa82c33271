import { describe, expect, test } from 'vitest';
import { heldLawsOf } from './held-laws.ts';
import { stormPlanOf, usualPlanOf } from './plan.ts';
import { runStorm } from './run-storm.ts';

/** As the world of the seed was when it found something: its machine had no faults but power cuts. */
const heldLawsWithoutFaults = async (seed: number, acts: readonly string[] = []): Promise<void> =>
  heldLawsOf({ ...usualPlanOf(seed), worldFaults: [], acts });

// The second seed has modems.
test.each([6, 10])('seed %i gives the same log of what happened each time', async (seed) => {
  const plan = stormPlanOf(seed);
  const [one, other] = [await runStorm(plan), await runStorm(plan)];
  expect(one.history.stops.length).toBeGreaterThan(0);
  expect(other.log.join('\n')).toBe(one.log.join('\n'));
  expect(other.events).toBe(one.events);
});

describe('what the storm has found', () => {
  test('a held message whose carrier says no late, again and again, goes by another route when its time to spill is over', () =>
    heldLawsWithoutFaults(119));

  test('a message of which every part is refused is not uncertain, though the last answer came after its validity', () =>
    heldLawsWithoutFaults(150));

  test('a message from a phone that its carrier sends again after a power cut, since it read no answer, is in the inbox once', () =>
    heldLawsWithoutFaults(5, ['inbound']));

  test('a long message that ends as uncertain before it is sent anew names each part that its route refused', () =>
    heldLawsWithoutFaults(53));

  test('a message whose carriers have refused each part, some of them late, is not uncertain', () =>
    heldLawsWithoutFaults(472));

  test('missing parts that are kept for a route of a later tier go by it also after the plan has changed', () =>
    heldLawsOf(usualPlanOf(83)));

  test('a modem without a prompt that ignores AT+CMGS gets the Ctrl-Z of the PDU, which is no fault of the gateway', () =>
    heldLawsOf(usualPlanOf(1144)));

  test('a SIM keeps its limit by the minute as the network counts it, though a prompt comes eight seconds late', () =>
    heldLawsOf(usualPlanOf(113)));

  test('a message that is sent after its modem came back was not left to it, though a clock set back shows an earlier time', () =>
    heldLawsOf({ ...usualPlanOf(3019), acts: ['modems'] }));

  test('a scheduled message that was due goes on when it is sent again after its clock was set back', () =>
    heldLawsOf({ ...usualPlanOf(5098), posted: new Set(), acts: ['inbound'] }));

  test('a message whose resends are lost again and again, also when all is calm, leaves when its distance is over', () =>
    heldLawsOf(stormPlanOf(6039)));

  test('what was noted while the clock was behind for a moment is told after the claim that it follows', () =>
    heldLawsOf({ ...usualPlanOf(100), posted: new Set([16]), acts: [] }));

  test('a receipt that waits for a slow disk, and is overtaken by a claim of its message, delivers the message after that claim', () =>
    heldLawsOf(stormPlanOf(6402)));

  test('a modem whose status report could not be stored for a moment, since the disk failed, still brings the reports that follow', () =>
    heldLawsOf(stormPlanOf(7294)));

  test('a number that an audience names gets the alert, though its contact takes another number while the messages are stored', () =>
    heldLawsOf(stormPlanOf(8539)));

  test('parts of two attempts that were delivered, none of them whole, are no text that a cancel must follow', () =>
    heldLawsOf(stormPlanOf(30_077)));

  test('a modem that a process began to open as the power failed is free for the next process', () =>
    heldLawsOf(stormPlanOf(30_107)));
});
