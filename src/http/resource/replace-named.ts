import type { Change, Named, NamedRepository } from '../../kernel/named.ts';

/**
 * Replaces a named thing by what `define` makes of its present definition.
 * @param version the version that may be replaced; undefined: any, also if somebody changes it meanwhile
 */
export const replaceNamed = async <Definition>(
  repository: Pick<NamedRepository<Definition>, 'get' | 'replace'>,
  id: number,
  name: string,
  version: number | undefined,
  define: (before: Definition) => Definition,
): Promise<Change<Named<Definition>>> => {
  for (;;) {
    const before = await repository.get(id);
    if (before === undefined) return { kind: 'unknown' };
    if (version !== undefined && version !== before.version) return { kind: 'changed' };
    // The write names the version that was read: a change that came in between is not overwritten but defined anew.
    const change = await repository.replace(id, name, define(before.definition), before.version);
    if (change.kind !== 'changed' || version !== undefined) return change;
  }
};
