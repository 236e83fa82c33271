import type { InboundConfig } from '../../config/inbound.ts';
import type { CaseCodeRepository, CodeHashes } from '../../domain/inbound/case-codes.ts';
import type { PageRepository } from '../../domain/inbound/duty-pages.ts';
import type { HelpCase } from '../../domain/inbound/help-case.ts';
import { callReference } from '../../domain/inbound/inbound-repository.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { OutgoingInput } from '../interpret.ts';
import type { ReplyTexts } from '../reply-texts.ts';
import { askedText } from './call-texts.ts';
import { VERBS } from './case-replies.ts';
import type { AskedOfCase } from './read-case-command.ts';

export interface AskedPagesDeps {
  readonly repository: Pick<PageRepository, 'storeAskedPage'> & Pick<CaseCodeRepository, 'hashesTo'>;
  readonly codes: Pick<CodeHashes, 'newCode'>;
  readonly config: Pick<InboundConfig, 'dutyValidFor'>;
  readonly texts: ReplyTexts;
  /** Prepares a message for the store; undefined if no route can carry it. */
  readonly prepare: (input: OutgoingInput) => Promise<NewMessage | undefined>;
  readonly queued: (messages: readonly NewMessage[]) => void;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Gives a phone on duty that has no working code of a case a page of its own: an officer at night has a phone, and no
 * console. The page goes to the phone, and not to somebody who sends in its name.
 */
export class AskedPages {
  readonly #deps: AskedPagesDeps;

  constructor(deps: AskedPagesDeps) {
    this.#deps = deps;
  }

  /** Whether the page is on its way; false: the phone has had one of late, or no route can carry it. */
  async send(found: HelpCase, to: Msisdn, asked: AskedOfCase, reference: string): Promise<boolean> {
    const { repository, codes, config, texts, prepare, queued, clock } = this.#deps;
    const { code, hashed } = await codes.newCode(await repository.hashesTo(to));
    const verb = VERBS[asked.kind][asked.language];
    const message = await prepare({
      to,
      text: askedText(texts, found, { verb, code, language: asked.language }),
      from: undefined,
      priority: 'critical',
      validForMs: config.dutyValidFor,
      reference: callReference(found.inboxId),
      route: undefined,
    });
    if (message === undefined) return false;
    const page = { message, code: hashed };
    const stored = await repository.storeAskedPage({ id: found.id, page, reference, nowMs: clock.now() });
    if (stored === 'stored') queued([message]);
    return stored === 'stored' || stored === 'again';
  }
}
