import type { Passkey, PasskeyRepository } from '../../../domain/access/passkey.ts';
import type { UsedCode } from '../../../domain/access/sign-in.ts';
import type { User, UserRepository } from '../../../domain/access/user.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { FewTimes } from '../../../kernel/few-times.ts';
import type { Refusals } from '../refusals.ts';
import { type Assertion, verifyAssertion } from './ceremonies.ts';
import type { ChallengePurpose, Challenges } from './challenges.ts';
import type { PasskeyNews } from './passkey-news.ts';
import type { PasskeySite } from './site.ts';

export interface PasskeyDeps {
  readonly repository: PasskeyRepository & Pick<UserRepository, 'getUser'>;
  readonly site: PasskeySite;
  readonly challenges: Challenges;
  readonly news: PasskeyNews;
  readonly refusals: Refusals;
  readonly clock: Clock;
}

/** A passkey that has answered a challenge of ours. It counts in the commit of what it allows. */
export interface ProvenPasskey {
  readonly user: User;
  readonly code: Extract<UsedCode, { readonly kind: 'passkey' }>;
}

export type PasskeyProof =
  | { readonly kind: 'proven'; readonly proof: ProvenPasskey }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'waits'; readonly ms: number };

interface Asked {
  readonly purpose: Exclude<ChallengePurpose, 'register'>;
  /** The session or the cookie to which the challenge was bound. */
  readonly bound: string;
  readonly address: string;
  /** Whose passkey it has to be; undefined: anybody's. */
  readonly userId: number | undefined;
}

/** Each answer is remembered for as long as its challenge would last, so a user has so many in a minute at most. */
const MOST_OF_USER = 30;
const MINUTE_MS = 60_000;
/** A user is told of a copy once in this time. */
const TOLD_EVERY_MS = 24 * 3_600_000;

/**
 * Checks what authenticators answer. A wrong answer makes nobody wait: a right one can't be guessed, and whoever sends
 * many wrong ones could otherwise keep the user out.
 */
export class PasskeyProofs {
  readonly #deps: PasskeyDeps;
  readonly #few: FewTimes;

  constructor(deps: PasskeyDeps) {
    this.#deps = deps;
    this.#few = new FewTimes(MOST_OF_USER, MINUTE_MS, deps.clock);
  }

  async prove(assertion: Assertion, { purpose, bound, address, userId }: Asked): Promise<PasskeyProof> {
    const { repository, challenges, refusals, site } = this.#deps;
    const passkey = await repository.findPasskey(Buffer.from(assertion.id, 'base64url'));
    const user = passkey === undefined ? undefined : await repository.getUser(passkey.userId);
    const wrong = (what: string): PasskeyProof => {
      refusals.wrong(user, address, what);
      return { kind: 'wrong' };
    };
    if (passkey === undefined || user === undefined || site.kind === 'none') return wrong('passkey');
    if (userId !== undefined && userId !== user.id) return wrong('passkey of somebody else');
    if (!isHandleOf(assertion, passkey)) return wrong('passkey');
    let answered = '';
    const verified = await verifyAssertion(site, assertion, passkey, (challenge) => {
      answered = challenge;
      return challenges.isOpen(challenge, purpose, bound);
    });
    if (verified.kind === 'wrong') return wrong('passkey');
    const { counter } = verified;
    // WebAuthn 2 § 7.2 step 21. An authenticator that has counted once doesn't stop.
    if (counter <= passkey.counter && (counter > 0 || passkey.counter > 0)) {
      await this.#tellOfCopy(passkey, user, address);
      return wrong('passkey count went back');
    }
    if (!this.#few.take(String(user.id))) {
      refusals.count('waits');
      return { kind: 'waits', ms: MINUTE_MS };
    }
    // Two requests with the same answer may both find the challenge open; the second one fails here.
    if (!challenges.spend(answered)) return wrong('passkey used twice');
    return { kind: 'proven', proof: { user, code: { kind: 'passkey', id: passkey.id, counter } } };
  }

  async #tellOfCopy({ id, name, clonedAt }: Passkey, user: User, address: string): Promise<void> {
    const { repository, news, clock } = this.#deps;
    const at = clock.now();
    const toldBefore = at - TOLD_EVERY_MS;
    if (clonedAt !== undefined && clonedAt >= toldBefore) return;
    const messages = await news.messages('copied', user, name);
    const actor = { id: 'sign-in', name: 'somebody' };
    const detail = { passkey: id, address };
    const note = { at, actor, action: 'passkey.copied', subject: `user:${user.name}`, detail };
    if (await repository.notePasskeyClone({ id, toldBefore, note, messages })) news.queued(messages);
  }
}

/** The handle is left out where the options named the passkey (WebAuthn 2 § 7.2 step 6). */
const isHandleOf = ({ response: { userHandle } }: Assertion, { handle }: Passkey): boolean =>
  userHandle === undefined || userHandle === null || Buffer.from(userHandle, 'base64url').equals(handle);
