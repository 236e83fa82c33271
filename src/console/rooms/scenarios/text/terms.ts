import type { Audience } from '../../../api/alerts/scenarios.ts';
import type { GroupKind } from '../../../api/people/groups.ts';

export type Term = Audience['include'][number];
export const groupKinds = ['list', 'segment', 'area', 'roster'] as const satisfies readonly GroupKind[];

/** The kind and the id of a term that is a group; undefined: it is a drawn area, or numbers. */
export const groupOf = (term: Term): { readonly kind: GroupKind; readonly id: number } | undefined => {
  if ('list' in term) return { kind: 'list', id: term.list };
  if ('segment' in term) return { kind: 'segment', id: term.segment };
  if ('area' in term) return { kind: 'area', id: term.area };
  return 'roster' in term ? { kind: 'roster', id: term.roster } : undefined;
};

/** A term as the value of a choice. Terms that are no group are known by their content. */
export const keyOf = (term: Term): string => {
  const group = groupOf(term);
  return group === undefined ? JSON.stringify(term) : `${group.kind}:${group.id}`;
};

/** The terms of the chosen keys; one that is no group is found among those that were there. */
export const termsOf = (keys: readonly string[], before: readonly Term[]): Term[] =>
  keys.flatMap((key) => {
    const [kind, id] = key.split(':');
    const found = groupKinds.find((one) => one === kind);
    if (found === undefined) return before.filter((term) => keyOf(term) === key);
    return [{ [found]: Number(id) } as Term];
  });
