import { expect, test } from 'vitest';
import type { OptOut } from '../../../../src/console/api/people/one-number.ts';
import { whatWasSaid } from '../../../../src/console/rooms/messages/number/what-was-said.ts';

const optOut: OptOut = {
  number: '+33639980042',
  list: null,
  source: 'sms',
  evidence: 'STOP',
  at: '2026-11-26T02:14:00.000Z',
};
const held = { number: '+33639980042' };
const kinds = (
  asked: string,
  optOuts: readonly OptOut[],
  items: readonly { number: string }[],
  next: string | null = null,
): readonly string[] => whatWasSaid(asked, optOuts, { items, next }).map(({ kind }) => kind);

test('an opt-out that waits for a decision is told, since messages are kept back by it', () => {
  expect(kinds('+33639980042', [], [held])).toEqual(['held']);
  expect(kinds('0639980042', [], [held])).toEqual(['held']);
  expect(kinds('+33639980042', [optOut], [held])).toEqual(['optedOut', 'held']);
});

test('a number that said nothing has not opted out, whatever others did', () => {
  expect(kinds('+33639980043', [], [held])).toEqual(['nothing']);
});

test('while more opt-outs wait than were read, nobody says that a number has not opted out', () => {
  expect(kinds('+33639980043', [], [held], '500')).toEqual(['notKnown']);
});
