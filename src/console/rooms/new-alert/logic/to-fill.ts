interface Missing {
  readonly step: number;
  readonly target: string;
}

/** What step 3 asks for first. */
export type ToFill = 'text' | 'values' | 'people' | 'both' | 'all';

/** @param missing one thing at least */
export const toFill = (missing: readonly Missing[]): ToFill => {
  const lacksPeople = missing.some(({ step }) => step === 2);
  const inTexts = missing.filter(({ step }) => step === 1);
  if (inTexts.length === 0) return 'people';
  if (inTexts.every(({ target }) => target.startsWith('value-'))) return lacksPeople ? 'all' : 'values';
  return lacksPeople ? 'both' : 'text';
};
