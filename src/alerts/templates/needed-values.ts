import { fallbackOf, givenValue, isFilledIn } from '../../domain/templates/fill.ts';
import { isPersonal, namesIn, parseTemplate } from '../../domain/templates/pieces.ts';
import type { Content, Values } from '../../domain/templates/template.ts';

/** The placeholders that an operator must still give a value for, each once, in the order of the texts. */
export const neededValues = (content: Content, values: Values): readonly string[] => {
  const needed = new Set<string>();
  for (const { language, text, short = '' } of content.variants) {
    for (const raw of [text, short]) {
      const parsed = parseTemplate(raw);
      for (const name of parsed.kind === 'pieces' ? namesIn(parsed.pieces) : []) {
        if (isPersonal(name) || isFilledIn(content, name)) continue;
        if (fallbackOf(content, name, language) !== undefined) continue;
        if (givenValue(values, name, language) === undefined) needed.add(name);
      }
    }
  }
  return [...needed];
};
