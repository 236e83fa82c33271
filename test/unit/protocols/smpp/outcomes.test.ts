import { describe, expect, test } from 'vitest';
import { outcomeOf, statusInWords } from '../../../../src/protocols/smpp/outcomes.ts';

/** The outcome of a submitted part for every status of SMPP 3.4 table 5-2 and 5.0 table 4-45 but ESME_ROK. */
const table: Readonly<Record<string, readonly number[]>> = {
  'refused messageOrRoute': [0x0b],
  'refused route': [
    0x01, 0x02, 0x03, 0x06, 0x07, 0x0a, 0x0c, 0x11, 0x13, 0x15, 0x33, 0x34, 0x40, 0x42, 0x43, 0x44, 0x48,
    0x49, 0x50, 0x51, 0x53, 0x54, 0x55, 0x61, 0x62, 0x63, 0x65, 0x66, 0x67, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4,
    0x100, 0x101, 0x103, 0x104, 0x105, 0x106, 0x107, 0x108, 0x109, 0x10a, 0x10b, 0x10c, 0x10d, 0x10e, 0x10f,
    0x110, 0x111, 0x112,
  ],
  'refused unclear': [0x45, 0xfe],
  'retry throttled': [0x14, 0x58],
  retry: [0x04, 0x05, 0x08, 0x0d, 0x0e, 0x0f, 0x64, 0xff, 0x102],
};

const verdict = (status: number): string => {
  const outcome = outcomeOf(status);
  if (outcome.kind === 'refused') return `refused ${outcome.blame}`;
  return outcome.kind === 'retry' && outcome.throttled ? 'retry throttled' : outcome.kind;
};

describe.each(Object.entries(table))(
  'the outcome "%s" is that of the command_status',
  (expected, statuses) => {
    test.each(statuses.map((status) => [status.toString(16).padStart(3, '0'), status] as const))(
      '0x%s',
      (_, status) => {
        expect(verdict(status)).toBe(expected);
        expect(statusInWords(status)).toMatch(/\(ESME_R[A-Z_]+\)$/);
      },
    );
  },
);

test('a full queue (ESME_RMSGQFUL) counts as throttling, with a reason of its own', () => {
  expect(outcomeOf(0x14)).toEqual({
    kind: 'retry',
    afterMs: 1000,
    throttled: true,
    reason: "the carrier's queue is full",
    evidence: 'command_status 0x00000014 (ESME_RMSGQFUL)',
  });
});

test.each([
  ['a status that the specification reserves does not say whose fault it is', 0x99, 'refused unclear'],
  [
    'the last status that the specification reserves does not say whose fault it is either',
    0x3ff,
    'refused unclear',
  ],
  ['a vendor-specific status may be temporary: it is tried again', 0x400, 'retry'],
  ['a status far above the vendor-specific ones may be temporary: it is tried again', 0xffffffff, 'retry'],
])('the outcome of a command_status: %s', (_, status, expected) => {
  expect(verdict(status)).toBe(expected);
});

test('a refusal makes the carrier suspect, unless it is about the sender, which is the message’s own', () => {
  const sender = [0x0a, 0x48, 0x49, 0x105];
  const refused = Object.values(table)
    .flat()
    .filter((status) => outcomeOf(status).kind === 'refused');
  for (const status of refused)
    expect([status, 'suspect' in outcomeOf(status)]).toEqual([status, !sender.includes(status)]);
});

test('an unknown status keeps its number as evidence', () => {
  expect(outcomeOf(0x4a1)).toMatchObject({ evidence: 'command_status 0x000004A1 (vendor)' });
  expect(statusInWords(0x4a1)).toBe('the carrier has an error of its own (command_status 0x000004A1)');
});

test('no refusing command_status is ever taken as uncertain or accepted', () => {
  for (let status = 1; status <= 0x500; status++) {
    expect(['refused', 'retry']).toContain(outcomeOf(status).kind);
  }
});
