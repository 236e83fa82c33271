import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { ImportRepository } from '../../domain/people/import-job.ts';
import type { ListDefinition } from '../../domain/people/lists.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { NamedRepository } from '../../kernel/named.ts';

export interface ImportDeps {
  readonly repository: ImportRepository;
  readonly lists: Pick<NamedRepository<ListDefinition>, 'get'>;
  readonly normalise: (text: string) => Msisdn | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
