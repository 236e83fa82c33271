/** A piece of a pattern: a set of characters, and how often it stands. */
interface Atom {
  readonly set: RegExp;
  readonly least: number;
  readonly most: number;
}

export type ValuePattern = readonly Atom[];

const MOST_ATOMS = 50;
const MOST_TIMES = 100;
/** The sets that may be named: letters, capitals, small letters, digits. */
const NAMED = /^\\(?:d|p\{(?:L|Lu|Ll|N|Nd)\})/;
const ESCAPED = /^\\[\\.[\](){}?*+^$|/-]/;
const COUNT = /^\{(\d{1,3})(?:,(\d{1,3}))?\}/;
/** Signs that have a meaning in other patterns, and none here: a pattern that is read otherwise than meant is worse. */
const RESERVED = /^[.^$|()*+?{}\\[\]]/;

/**
 * Parses a pattern for values: characters, `\d`, `\p{L}`, classes such as `[A-Za-z é'-]`, each with `?`, `{3}` or
 * `{1,3}` behind it. There are no groups, no alternatives, no `.` and no negation: they say what may not stand there,
 * and everything else would be approved. Returns what is wrong with it as a text.
 */
export const parsePattern = (source: string): ValuePattern | string => {
  const atoms: Atom[] = [];
  for (let rest = source; rest !== ''; ) {
    const set = setAt(rest);
    if (set === undefined) return `can't be read at "${rest.slice(0, 10)}"`;
    rest = rest.slice(set.length);
    const count = COUNT.exec(rest);
    const isOptional = count === null && rest.startsWith('?');
    rest = rest.slice(count?.[0].length ?? (isOptional ? 1 : 0));
    const least = isOptional ? 0 : Number(count?.[1] ?? 1);
    const most = Number(count?.[2] ?? count?.[1] ?? 1);
    if (most < least || most === 0 || most > MOST_TIMES) {
      return `has "${count?.[0] ?? ''}", which is no count from 1 to ${MOST_TIMES}`;
    }
    atoms.push({ set: new RegExp(`^${set}$`, 'u'), least, most });
    if (atoms.length > MOST_ATOMS) return `has more than ${MOST_ATOMS} pieces`;
  }
  return atoms.length === 0 ? 'is empty' : atoms;
};

/** The source of the set with which the pattern begins; undefined: it begins with none. */
const setAt = (rest: string): string | undefined => {
  if (rest.startsWith('[')) return classAt(rest);
  const named = NAMED.exec(rest) ?? ESCAPED.exec(rest);
  if (named !== null) return named[0];
  return RESERVED.test(rest) ? undefined : String.fromCodePoint(rest.codePointAt(0) ?? 0);
};

const classAt = (rest: string): string | undefined => {
  let at = 1;
  while (at < rest.length && rest.charAt(at) !== ']') {
    const inside = rest.slice(at);
    const escaped = NAMED.exec(inside) ?? ESCAPED.exec(inside);
    if (escaped !== null) at += escaped[0].length;
    else if (/^[\\[^]/.test(inside)) return undefined;
    else at++;
  }
  const source = rest.slice(0, at + 1);
  return at < rest.length && at > 1 && isClass(source) ? source : undefined;
};

/** Whether the platform takes it: a range may be out of order. */
const isClass = (source: string): boolean => {
  try {
    return new RegExp(source, 'u') !== undefined;
  } catch {
    return false;
  }
};

/**
 * Whether the whole value is what the pattern says. It keeps the set of positions that can be reached after each piece,
 * so the time grows with pieces × length × count, and no pattern makes it backtrack.
 */
export const matchesPattern = (pattern: ValuePattern, value: string): boolean => {
  const characters = [...value];
  let reached = new Set([0]);
  for (const { set, least, most } of pattern) {
    const next = new Set<number>();
    const fits = characters.map((character) => set.test(character));
    for (const from of reached) {
      for (let times = 0; times <= most; times++) {
        if (times >= least) next.add(from + times);
        if (fits[from + times] !== true) break;
      }
    }
    reached = next;
  }
  return reached.has(characters.length);
};
