// What a migration is made of: texts in quotes, comments, words, and other characters.
const PIECE = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|\w+|[^\w]/g;

/** The statements of a migration, one by one, without comments. The body of a trigger is a part of its statement. */
export const statementsOf = (sql: string): readonly string[] => {
  const statements: string[] = [];
  let one = '';
  let depth = 0;
  for (const [piece] of sql.matchAll(PIECE)) {
    if (piece.startsWith('--') || piece.startsWith('/*')) continue;
    if (piece === 'BEGIN' || piece === 'CASE') depth++;
    if (piece === 'END') depth--;
    if (piece !== ';' || depth > 0) one += piece;
    else {
      statements.push(one);
      one = '';
    }
  }
  return [...statements, one].map((text) => text.trim()).filter((text) => text !== '');
};
