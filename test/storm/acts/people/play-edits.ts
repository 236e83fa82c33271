import { between, type Dice, pick } from '../../../chaos/dice.ts';
import { numberOf } from './crowd.ts';
import type { Asked, Desk } from './desk.ts';
import type { Who } from './persons.ts';

/** Contacts that are in no audience. */
const SPARE = 2900;

const KINDS = ['contacts', 'templates', 'areas'] as const;
type Kind = (typeof KINDS)[number];

/** Two persons change one thing from the same version. */
export interface Edit {
  readonly atMs: number;
  readonly kind: Kind;
  readonly persons: readonly [Who, Who];
  readonly gapMs: number;
}

export interface PlayedEdit {
  readonly kind: Kind;
  readonly puts: readonly Asked[];
}

const EDITS_UNTIL_MS = 6500;

export const editsOf = (dice: Dice): readonly Edit[] =>
  Array.from({ length: between(dice('edits'), 2, 5) }, (_, index): Edit => {
    const roll = (what: string): number => dice(`edit ${index} ${what}`);
    return {
      atMs: between(roll('at'), 0, EDITS_UNTIL_MS),
      kind: pick(roll('kind'), KINDS),
      persons: pick<readonly [Who, Who]>(roll('persons'), [
        ['anna', 'ben'],
        ['dora', 'anna'],
        ['ben', 'vera'],
      ]),
      gapMs: between(roll('gap'), 0, 12),
    };
  }).toSorted((a, b) => a.atMs - b.atMs);

const bodyOf = (kind: Kind, name: string): object => {
  if (kind === 'contacts') return { number: numberOf(SPARE), name };
  if (kind === 'areas') return { name, shape: { postalCodes: ['31000'] } };
  const text = `partez ${name}`;
  return { name, content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }] } };
};

/** The things that are edited, one of each kind, by their paths; undefined: nobody knows whether it was made. */
export type Things = ReadonlyMap<Kind, string | undefined>;

export const makeThings = async (desk: Desk): Promise<Things> => {
  const things = new Map<Kind, string | undefined>();
  for (const kind of KINDS) {
    const key = `make ${kind}`;
    const made = await desk.ask('anna', 'POST', `/v1/${kind}`, bodyOf(kind, `people ${kind}`), { key });
    things.set(kind, made.isDone ? `/v1/${kind}/${String(made.answer['id'])}` : undefined);
  }
  return things;
};

export const playEdit = async (
  desk: Desk,
  { kind, persons, gapMs, atMs }: Edit,
  things: Things,
): Promise<PlayedEdit | undefined> => {
  const path = things.get(kind);
  if (path === undefined) return undefined;
  const { etag } = await desk.get(path);
  const put = async (who: Who, waitMs: number): Promise<Asked> => {
    await desk.wait(waitMs);
    return desk.ask(who, 'PUT', path, bodyOf(kind, `${kind} ${who} ${atMs}`), { ifMatch: etag });
  };
  return { kind, puts: await Promise.all([put(persons[0], 0), put(persons[1], gapMs)]) };
};

/** What the things are at the end. */
export const lookAtThings = async (desk: Desk, things: Things): Promise<ReadonlyMap<Kind, Asked>> => {
  const found = new Map<Kind, Asked>();
  for (const [kind, path] of things) if (path !== undefined) found.set(kind, await desk.get(path));
  return found;
};
