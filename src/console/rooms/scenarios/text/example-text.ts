import { fallbackOf, givenValue, isFilledIn } from '../../../../domain/templates/fill.ts';
import { markExercise } from '../../../../domain/templates/mark-exercise.ts';
import { isPersonal, join, namesIn, parseTemplate } from '../../../../domain/templates/pieces.ts';
import type { Bound, Scenario } from '../../../api/alerts/scenarios.ts';
import type { Content, Variant } from '../../../api/alerts/templates.ts';

/** What stands in a preview where a launch will say something, in the languages that most texts have. */
const EXAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fr: {
    source: 'Mairie',
    hazard: 'crue',
    place: 'quai Nord',
    action: "montez à l'étage",
    time: '18 h 30',
    until: '22 h',
    phone: '0199009000',
    link: 'ville.example',
  },
  en: {
    source: 'Council',
    hazard: 'flood',
    place: 'the north quay',
    action: 'go upstairs',
    time: '6:30 pm',
    until: '10 pm',
    phone: '0199009000',
    link: 'town.example',
  },
};

interface Around {
  readonly content: Content;
  readonly values?: Readonly<Record<string, string>>;
  readonly bounds?: Scenario['bounds'];
  readonly isExercise?: boolean;
}

/** A value with which the text can be looked at: the one given, the first that may be chosen, or an example. */
const exampleOf = ({ content, values = {}, bounds = {} }: Around, name: string, language: string): string => {
  const given = givenValue(values, name, language);
  if (given !== undefined && given !== '') return given;
  const bound: Bound | undefined = Object.hasOwn(bounds, name) ? bounds[name] : undefined;
  const first = bound !== undefined && 'oneOf' in bound ? bound.oneOf.find((one) => one !== '') : undefined;
  if (first !== undefined) return first;
  return fallbackOf(content, name, language) ?? EXAMPLES[language]?.[name] ?? EXAMPLES['en']?.[name] ?? name;
};

/** A text as a phone would show it, with example values; undefined: it can't be read, as the linter says. */
export const exampleText = (around: Around, { language }: Variant, raw: string): string | undefined => {
  const parsed = parseTemplate(raw);
  if (parsed.kind === 'wrong') return undefined;
  const text = join(parsed.pieces, (name) => exampleOf(around, name, language));
  return around.isExercise === true ? markExercise(text, language) : text;
};

/** All placeholders of a content, each once, in the order of the texts. */
export const placeholdersIn = ({ variants }: Pick<Content, 'variants'>): readonly string[] => [
  ...new Set(
    variants.flatMap(({ text, short = '' }) =>
      [text, short].flatMap((raw) => {
        const parsed = parseTemplate(raw);
        return parsed.kind === 'pieces' ? namesIn(parsed.pieces) : [];
      }),
    ),
  ),
];

/** The placeholders whose value an operator gives, in the scenario or at the launch. */
export const operatorsIn = (content: Content): readonly string[] =>
  placeholdersIn(content).filter((name) => !isPersonal(name) && !isFilledIn(content, name));

/** The placeholders that each contact fills in by itself. */
export const personalIn = (content: Content): readonly string[] => placeholdersIn(content).filter(isPersonal);
