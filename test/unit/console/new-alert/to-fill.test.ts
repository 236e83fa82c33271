import { expect, test } from 'vitest';
import { toFill } from '../../../../src/console/rooms/new-alert/logic/to-fill.ts';

const text = { step: 1, target: 'text-fr' };
const value = { step: 1, target: 'value-place' };
const people = { step: 2, target: 'who' };

test.each([
  ['a text', [text], 'text'],
  ['people', [people], 'people'],
  ['a text and people', [text, people], 'both'],
  ['only the value of a field', [value], 'values'],
  ['the value of a field and people', [value, people], 'all'],
])('where %s is missing, nothing else is asked for', (_what, missing, asked) => {
  expect(toFill(missing)).toBe(asked);
});
