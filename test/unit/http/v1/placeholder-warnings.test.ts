import { expect, test } from 'vitest';
import { unfilledIn } from '../../../../src/domain/text/placeholder-like.ts';

test('what looks like a placeholder in a text that is sent as it is gives a warning, each once', () => {
  expect(unfilledIn('Bonjour {name}, {name} : allez à {lieu.fr}.')).toEqual([
    '{name} is not filled in here: it goes out as it is',
    '{lieu.fr} is not filled in here: it goes out as it is',
  ]);
});

test.each(['Crue : montez.', '{', '{}', '{ "json": 1 }', ':-{)'])('the text %s gives no warning', (text) => {
  expect(unfilledIn(text)).toEqual([]);
});
