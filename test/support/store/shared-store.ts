import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import type { State } from '../../../src/domain/messages/state.ts';
import type { Store } from '../../../src/store/store.ts';
import { claimedOf, keyOf, numberOf, unanswered } from './messages.ts';
import { StoreOnDisk } from './store-on-disk.ts';

/** Beyond the numbers that `newMessage` gives. */
const FIRST_PHONE = 500;
const FIRST_OTHER_PHONE = 9_000;

let refs = 0;
/** A carrier's id that no other test of the file uses. */
export const freshRef = (): string => `fresh-${++refs}`;

/** The store that all tests of a file share: opened before the first of them, removed after the last. */
export const sharedStore = (): Pick<StoreOnDisk, 'path' | 'store' | 'reopen'> => {
  let opened: StoreOnDisk | undefined;
  const disk = (): StoreOnDisk => {
    if (opened === undefined) throw new Error('the store is opened before the first test, not earlier');
    return opened;
  };
  beforeAll(async () => {
    opened = await StoreOnDisk.open();
  });
  afterAll(() => opened?.remove());
  return {
    get store(): Store {
      return disk().store;
    },
    get path(): string {
      return disk().path;
    },
    reopen: () => disk().reopen(),
  };
};

/** The phone to which the messages of a test go. */
class Phone {
  #count = 0;

  get to(): Msisdn {
    return numberOf(FIRST_PHONE + this.#count);
  }

  /** Another one, to which no message of the file goes. */
  get other(): Msisdn {
    return numberOf(FIRST_OTHER_PHONE + this.#count);
  }

  next(): void {
    this.#count++;
  }
}

/** A shared store, and a phone of its own for each test, to which the messages of the test go. */
export const sharedStoreWithPhone = () => {
  const disk = sharedStore();
  const phone = new Phone();
  beforeEach(() => phone.next());
  return {
    disk,
    phone,
    stateOf: async ({ id }: Pick<Claimed, 'id'>): Promise<State | undefined> =>
      (await disk.store.get(id))?.state,
    /** A message to the phone that carrier-a was given, and answered for none of its parts. */
    givenUp: async (own: Partial<NewMessage> = {}): Promise<Claimed> => {
      const message = await claimedOf(disk.store, { to: phone.to, ...own });
      const keys = Array.from({ length: message.parts }, (_, index) => keyOf(message, index + 1));
      await disk.store.settle(keys.map((key) => unanswered(message, { key })));
      return message;
    },
  };
};
