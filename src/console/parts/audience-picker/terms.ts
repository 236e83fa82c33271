import type { Audience, AudienceTerm, GroupKind } from '../../api/people/audiences.ts';

const isOf = (term: AudienceTerm, kind: GroupKind, id: number): boolean =>
  kind in term && (term as Readonly<Record<string, unknown>>)[kind] === id;

/** The ids of a kind among terms, in their order. */
export const idsOf = (terms: readonly AudienceTerm[], kind: GroupKind): readonly number[] =>
  terms.flatMap((term) => {
    const id = (term as Readonly<Record<string, unknown>>)[kind];
    return typeof id === 'number' ? [id] : [];
  });

export const withGroup = (
  terms: readonly AudienceTerm[],
  kind: GroupKind,
  id: number,
  isIn: boolean,
): AudienceTerm[] => {
  const others = terms.filter((term) => !isOf(term, kind, id));
  return isIn ? [...others, { [kind]: id } as AudienceTerm] : others;
};

export type Numbers = readonly string[];

export const numbersOf = (terms: readonly AudienceTerm[]): Numbers =>
  terms.flatMap((term) => ('numbers' in term ? term.numbers : []));

export const withNumbers = (terms: readonly AudienceTerm[], numbers: Numbers): AudienceTerm[] => {
  const others = terms.filter((term) => !('numbers' in term));
  return numbers.length === 0 ? others : [...others, { numbers: [...numbers] }];
};

type ShapeTerm = Extract<AudienceTerm, { shape: unknown }>;

export const shapeOf = (terms: readonly AudienceTerm[]): ShapeTerm['shape'] | undefined =>
  terms.flatMap((term) => ('shape' in term ? [term.shape] : []))[0];

/** Puts a drawn shape in the place of the one before; undefined takes it out. */
export const withShape = (
  terms: readonly AudienceTerm[],
  shape: ShapeTerm['shape'] | undefined,
): AudienceTerm[] => {
  const others = terms.filter((term) => !('shape' in term));
  return shape === undefined ? others : [...others, { shape }];
};

/** Numbers as typed, apart by lines, commas or semicolons. The gateway reads them as its country writes them. */
export const numbersIn = (typed: string): { readonly good: Numbers; readonly bad: readonly string[] } => {
  const pieces = typed
    .split(/[\n,;]+/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const isGood = (piece: string): boolean => NUMBER.test(plainOf(piece));
  return {
    good: [...new Set(pieces.filter(isGood).map(plainOf))],
    bad: pieces.filter((piece) => !isGood(piece)),
  };
};

const NUMBER = /^\+?\d{3,15}$/;

/** Without the spaces, dots and dashes between its digits. */
const plainOf = (piece: string): string => piece.replaceAll(/[\s().-]/g, '').replace(/^00/, '+');

/** Whether nobody at all is named: an audience is never everybody. */
export const isNobody = ({ include }: Audience): boolean => include.length === 0;
