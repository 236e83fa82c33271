import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { ImportBook } from '../../domain/people/import-job.ts';
import type { ListDefinition } from '../../domain/people/lists.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { NamedBook } from '../../kernel/named.ts';

export interface ImportDeps {
  readonly book: ImportBook;
  readonly lists: Pick<NamedBook<ListDefinition>, 'get'>;
  readonly normalise: (text: string) => Msisdn | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
