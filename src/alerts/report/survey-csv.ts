import { csvCell } from '../../kernel/csv-cell.ts';
import type { Survey } from './survey.ts';

/** A line for each answer, with a column for each language. */
export const surveyCsv = ({ tallies }: Survey): string => {
  const languages = [...new Set(tallies.flatMap(({ byLanguage }) => Object.keys(byLanguage)))].toSorted();
  const head = ['meaning', 'words', 'people', 'share', ...languages.map((language) => `people ${language}`)];
  const lines = tallies.map(({ meaning, words, people, share, byLanguage }) => [
    meaning,
    words.join(' '),
    people,
    share,
    // It is not known which languages the silent have.
    ...languages.map((language) => (meaning === 'silent' ? undefined : (byLanguage[language] ?? 0))),
  ]);
  return [head, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
};
