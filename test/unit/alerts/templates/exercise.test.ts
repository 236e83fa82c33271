import { expect, test } from 'vitest';
import { deniesExercise, saysExercise } from '../../../../src/alerts/templates/exercise.ts';

test.each([
  "Ceci n'est pas un exercice.",
  'CECI N’EST PAS UN EXERCICE',
  'Attention, il ne s’agit pas d’un exercice',
  "Ce n'est pas un simple exercice",
  "Ce n'est plus un exercice",
  "Ceci n'est en aucun cas un exercice",
  'Ceci n’est pas un test',
  'This is not a drill',
  'THIS IS NOT AN EXERCISE!',
  "This isn't a drill",
  'It is not just a test: leave now',
  'No drill. Leave now.',
  'Dies ist keine Übung',
  'No es un simulacro',
  'Dit is geen oefening',
  "Non è un'esercitazione",
])('the text "%s" denies that this is an exercise', (text) => {
  expect(deniesExercise(text)).toBe(true);
});

test.each([
  'EXERCICE - Ne prenez pas la voiture.',
  'Ceci est un exercice. Aucune action demandée.',
  'Exercice : ne téléphonez pas, ceci est un exercice.',
  'This is an exercise. Do not leave the building.',
  'Do not test the water yourself.',
  'Ne quittez pas la zone de l’exercice',
  "N'appelez pas. Exercice de sirènes à midi.",
  'Pas de panique : exercice à midi',
  'Restez calmes',
  '',
])('the text "%s" does not deny that this is an exercise', (text) => {
  expect(deniesExercise(text)).toBe(false);
});

test.each([
  ['accents without letters', '\u0301\u0323'.repeat(20_000)],
  ['characters of negations', 'not a '.repeat(7_000)],
  ['accented letters', 'e\u0301'.repeat(20_000)],
  ['apostrophes', "'".repeat(40_000)],
])(
  'a text of 40,000 %s is checked within 2 s',
  (_what, text) => {
    expect(deniesExercise(text)).toBe(false);
  },
  2_000,
);

test.each([
  ['EXERCICE - mesure du délai', true],
  ['Übung: bitte nichts tun', true],
  ['This is a drill.', true],
  ['Crue rapide : gagnez les hauteurs.', false],
  ['Ceci n’est pas un exercice', false],
  ['EXERCICE. Ceci n’est pas un exercice.', false],
  ['exercices', false],
])('the text "%s" is taken for one that says it is an exercise: %s', (text, says) => {
  expect(saysExercise(text)).toBe(says);
});
