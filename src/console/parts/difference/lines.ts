/** One thing that can be compared, in words; an empty text: there is none. */
export interface Line {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

export interface Changed {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** The lines that differ, in the order of `after`, and then those that are gone. */
export const changedLines = (before: readonly Line[], after: readonly Line[]): readonly Changed[] => {
  const textsBefore = new Map(before.map(({ key, text }) => [key, text]));
  const keysAfter = new Set(after.map(({ key }) => key));
  return [
    ...after.map(({ key, label, text }) => ({ key, label, before: textsBefore.get(key) ?? '', after: text })),
    ...before
      .filter(({ key }) => !keysAfter.has(key))
      .map(({ key, label, text }) => ({ key, label, before: text, after: '' })),
  ].filter((one) => one.before !== one.after);
};
