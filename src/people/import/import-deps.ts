import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { ImportRepository } from '../../domain/people/import-job.ts';
import type { ListDefinition } from '../../domain/people/lists.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { NamedRepository } from '../../kernel/named.ts';
import type { RowChecks } from './row-warnings.ts';

export interface ImportDeps {
  readonly repository: ImportRepository;
  readonly lists: Pick<NamedRepository<ListDefinition>, 'get'>;
  readonly normalise: (text: string) => Msisdn | undefined;
  readonly whyNoSms: RowChecks['whyNoSms'];
  /** The country of the configuration, ISO 3166-1 alpha-2. */
  readonly country: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
