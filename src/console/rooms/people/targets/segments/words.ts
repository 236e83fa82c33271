import { defineWords } from '../../../../words/i18n.ts';
import { ruleTexts } from './rule-texts.ts';

export const ruleWords = defineWords('rules', ruleTexts.en, ruleTexts.fr);

export const segmentWords = defineWords(
  'segments',
  {
    title: 'Segments',
    one: 'Segment',
    make: 'New segment',
    none: 'There are no segments yet.',
    noneHint:
      'A segment is a rule, such as “on the ground floor of building B”. Whoever it is true of at the time of an alert is in it.',
    who: 'Who is in it',
    incomplete: 'Complete each condition: something is missing.',
    isCounting: 'Counting …',
    found_one: '{{n}} person',
    found_other: '{{n}} people',
    ofAll: 'of {{all}} contacts',
    sample: 'Such as',
    more: 'and {{n}} more',
    nobody: 'It is true of nobody now.',
    everybody: 'This is true of everybody: all {{all}} contacts.',
    save: 'Save the segment',
    saveEverybody: 'Save a segment of everybody ({{all}} people)',
    everybodyTitle: 'A segment of everybody?',
    everybodyText:
      'An alert to this segment goes to all {{all}} contacts. If that is not meant, leave it and change the rule.',
    unknownAttribute: 'No contact has the attribute {{names}}. Is it misspelt?',
    notKnown: 'How many people it is true of is not known.',
  },
  {
    title: 'Segments',
    one: 'Segment',
    make: 'Nouveau segment',
    none: 'Il n’y a pas encore de segment.',
    noneHint:
      'Un segment est une règle, par exemple « au rez-de-chaussée du bâtiment B ». Y figurent les personnes pour qui elle est vraie au moment de l’alerte.',
    who: 'Qui en fait partie',
    incomplete: 'Complétez chaque condition : il manque quelque chose.',
    isCounting: 'Comptage …',
    found_one: '{{n}} personne',
    found_other: '{{n}} personnes',
    ofAll: 'sur {{all}} contacts',
    sample: 'Par exemple',
    more: 'et {{n}} de plus',
    nobody: 'Elle n’est vraie pour personne actuellement.',
    everybody: 'C’est vrai pour tout le monde : les {{all}} contacts.',
    save: 'Enregistrer le segment',
    saveEverybody: 'Enregistrer un segment de tout le monde ({{all}} personnes)',
    everybodyTitle: 'Un segment de tout le monde ?',
    everybodyText:
      'Une alerte à ce segment va aux {{all}} contacts. Si ce n’est pas voulu, ne faites rien et modifiez la règle.',
    unknownAttribute: 'Aucun contact n’a l’attribut {{names}}. Est-il mal écrit ?',
    notKnown: 'Le nombre de personnes concernées est inconnu.',
  },
);
