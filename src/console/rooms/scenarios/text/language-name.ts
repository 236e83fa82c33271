/** French for fr, français in French; a code that has no name is its own. */
export const languageName = (code: string, language: 'en' | 'fr'): string => {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
};
