import { defineWords } from '../../../words/i18n.ts';

/** Words of tests on phones of ours. */
export const testWords = defineWords(
  'alert-test-words',
  {
    test: 'Test on our phones',
    testTitle: 'Send it to a phone of ours',
    testHint:
      'Only to numbers of ours: test numbers, the duty list, phones of users. It is marked as a test and is in no figure.',
    testNumbers: 'Numbers, one a line (five at most)',
    testShort: 'The short text too',
    testVerb_one: 'Send a test to {{n}} phone',
    testVerb_other: 'Send a test to {{n}} phones',
    tested: 'The test goes out.',
    tests: 'Tests',
    testArrived: 'arrived after {{duration}}',
    testWaiting: 'on its way',
    testFailed: 'did not arrive: {{reason}}',
    testUnknown: 'not known whether it arrived',
  },
  {
    test: 'Essayer sur nos téléphones',
    testTitle: "L'envoyer à un téléphone à nous",
    testHint:
      "Seulement à nos numéros : numéros d'essai, liste d'astreinte, téléphones des utilisateurs. Le texte porte le mot ESSAI et n'entre dans aucun chiffre.",
    testNumbers: 'Numéros, un par ligne (cinq au plus)',
    testShort: 'Le texte court aussi',
    testVerb_one: 'Envoyer un essai à {{n}} téléphone',
    testVerb_other: 'Envoyer un essai à {{n}} téléphones',
    tested: "L'essai part.",
    tests: 'Essais',
    testArrived: 'arrivé après {{duration}}',
    testWaiting: 'en route',
    testFailed: "n'est pas arrivé : {{reason}}",
    testUnknown: 'arrivée inconnue',
  },
);
