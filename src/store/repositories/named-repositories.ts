import type { BinKind, ConfiguredUse } from '../../domain/operation/bin.ts';
import type { NamedRepository } from '../../kernel/named.ts';
import { namedRepository } from '../queries/named.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

/** Makes the repository of one kind of named things. */
export type NamedRepositories = <Definition>(kind: BinKind) => NamedRepository<Definition>;

/** @param uses what the configuration names, and therefore can't be removed */
export const namedRepositories = (
  db: Queries,
  writer: Channel,
  uses: readonly ConfiguredUse[],
): NamedRepositories => {
  return (kind) => ({
    ...namedRepository(db, `${kind}s`),
    remove: (id, version, by) => writer.call('removeNamed', kind, id, version, by, uses),
  });
};
