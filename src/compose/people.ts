import type { Config } from '../config/schema.ts';
import type { Store } from '../domain/store.ts';
import type { PeopleService } from '../http/services.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';

/** All about people, as the edge asks for it. */
export const composePeople = (store: Store, config: Config): PeopleService => ({
  contacts: store.contacts,
  lists: store.lists,
  members: store.members,
  segments: store.segments,
  areas: store.areas,
  countAudience: store.countAudience,
  optOut: store.optOut,
  optIn: store.optIn,
  optOuts: store.optOuts,
  normalise: (text) => normaliseNumber(text, config.country),
});
