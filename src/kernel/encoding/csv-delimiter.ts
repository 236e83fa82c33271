const candidates = [';', ',', '\t'] as const;

/** A first line by which Excel is told the delimiter. Excel doesn't count it as a row. */
export const SEP = /^"?sep=(.)"?(?:\r\n|\n|\r)/i;

/** The delimiter that occurs most often outside quotes in the first row: semicolon, comma or tab. */
export const delimiterOf = (start: string): string => {
  const counts = new Map<string, number>(candidates.map((candidate) => [candidate, 0]));
  let quoted = false;
  for (const character of start) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted) {
      const count = counts.get(character);
      if (count !== undefined) counts.set(character, count + 1);
    }
  }
  let best = ',';
  for (const [candidate, count] of counts) if (count > (counts.get(best) ?? 0)) best = candidate;
  return best;
};
