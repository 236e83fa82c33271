/** How bad a finding is: 0 nothing is wrong, 1 look at it, 2 the gateway doesn't work, or won't at its next start. */
const levels = ['fine', 'warning', 'broken'] as const;
type Level = (typeof levels)[number];

/** Something that `doctor` looked at. */
export interface Finding {
  /** What was looked at, such as `disk`. */
  readonly about: string;
  readonly level: Level;
  /** What was found. */
  readonly what: string;
  /** Why it matters; undefined: nothing is wrong. */
  readonly why?: string | undefined;
  /** What to do about it. */
  readonly todo?: string | undefined;
}

export const fine = (about: string, what: string): Finding => ({ about, level: 'fine', what });

export const warning = (about: string, what: string, why: string, todo: string): Finding => ({
  about,
  level: 'warning',
  what,
  why,
  todo,
});

export const broken = (about: string, what: string, why: string, todo: string): Finding => ({
  ...warning(about, what, why, todo),
  level: 'broken',
});

/** The exit code: 1 if something is broken. Warnings are read, and stop no script. */
export const exitCodeOf = (findings: readonly Finding[]): number =>
  findings.some(({ level }) => level === 'broken') ? 1 : 0;

const MARKS: Readonly<Record<Level, string>> = { fine: 'ok', warning: 'WARN', broken: 'BROKEN' };

/** The findings as text for people, the worst last, where they are seen. */
export const describeFindings = (findings: readonly Finding[]): string =>
  findings
    .toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
    .map(({ about, level, what, why, todo }) =>
      [
        `${MARKS[level].padEnd(7)} ${about}: ${what}`,
        ...(why === undefined ? [] : [`        why:  ${why}`]),
        ...(todo === undefined ? [] : [`        do:   ${todo}`]),
      ].join('\n'),
    )
    .concat('')
    .join('\n');
