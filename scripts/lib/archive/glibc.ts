import { readFileSync } from 'node:fs';

const MARK = 'GLIBC_2.';

/** The newest version of glibc of which the programs use a symbol, such as `2.28`: that or a newer one runs them. */
export const requiredGlibc = (files: readonly string[]): string => {
  let newest = 0;
  for (const file of files) {
    const octets = readFileSync(file);
    for (let at = octets.indexOf(MARK); at !== -1; at = octets.indexOf(MARK, at + 1)) {
      const [minor = '0'] =
        /^\d+/.exec(octets.toString('latin1', at + MARK.length, at + MARK.length + 3)) ?? [];
      newest = Math.max(newest, Number(minor));
    }
  }
  return `2.${newest}`;
};
