/** The form in which the names of people are compared: nobody shall pass for another by capitals or spaces. */
export const foldName = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
