import type { Change, Named, NamedRepository } from '../../kernel/named.ts';

/**
 * Puts in the place of what is there what `define` makes of it.
 * @param version the one to be replaced; undefined: whichever is there
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
    // Of the version that was looked at, always.
    const change = await repository.replace(id, name, define(before.definition), before.version);
    if (change.kind !== 'changed' || version !== undefined) return change;
  }
};
