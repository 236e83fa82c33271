import type { Config } from '../config/schema.ts';
import type { PeopleService } from '../http/server/services.ts';
import { normaliseNumber, spellingsOf, whyNoSms } from '../intake/normalise-number.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Imports } from '../people/import/imports.ts';
import { Reach } from '../people/reach/reach.ts';
import type { Store } from '../store/store.ts';
import { composeOptInWords } from './inbound/compose-inbound.ts';

interface People {
  /** The functions for people that the API calls. */
  readonly service: PeopleService;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Makes the parts for people: contacts, lists, opt-outs and imports. */
export const composePeople = (
  store: Store,
  { country }: Pick<Config, 'country'>,
  clock: Clock,
  log: Log,
): People => {
  const normalise = (text: string) => normaliseNumber(text, country);
  const { contacts, lists, members, segments, areas, countAudience, audiencePage, optOut, optIn, optOuts } =
    store;
  const { deadNumbers, revive } = store;
  const reach = new Reach(store, clock);
  const imports = new Imports({
    repository: store.imports,
    lists,
    normalise,
    whyNoSms,
    country,
    clock,
    log,
  });
  return {
    service: {
      contacts,
      lists,
      members,
      segments,
      areas,
      countAudience,
      audiencePage,
      optOut,
      optIn,
      optOuts,
      reach: {
        count: () => reach.count(),
        replacePopulation: async (rows) => {
          await store.replacePopulation(rows);
          reach.forget();
        },
      },
      deadNumbers,
      revive,
      persons: {
        read: (number) => store.persons.read(number, spellingsOf(number, country)),
        erase: (number, alias) => store.persons.erase(number, alias, spellingsOf(number, country)),
        mentions: (number) => store.persons.mentions(spellingsOf(number, country)),
      },
      normalise,
      optInWords: composeOptInWords(store),
      imports: {
        receive: (options, file) => imports.receive(options, file),
        begin: (id) => imports.begin(id),
        discard: (id) => imports.discard(id),
        run: (id) => imports.run(id),
        get: store.imports.getImport,
        list: store.imports.listImports,
      },
    },
    start: async () => {
      await members.dropOrphans();
      await imports.start();
    },
    stop: () => imports.stop(),
  };
};
