import type { InboundConfig } from '../config/inbound.ts';
import type { InboundRepository } from '../domain/inbound/inbound-repository.ts';
import type { NewMessage } from '../domain/messages/message.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import { quote } from '../domain/text/quote.ts';
import type { OutgoingInput } from './interpret.ts';
import type { ReplyTexts } from './reply-texts.ts';

export interface UnreportedCallsDeps {
  readonly repository: Pick<InboundRepository, 'unreportedCalls' | 'tellCalls'>;
  readonly config: { readonly duty: readonly Msisdn[] } & Pick<InboundConfig, 'dutyValidFor'>;
  readonly texts: ReplyTexts;
  readonly prepare: (input: OutgoingInput) => Promise<NewMessage | undefined>;
  readonly queued: (messages: readonly NewMessage[]) => void;
}

const QUOTED = 40;

/**
 * Tells the duty list how many calls for help came that were not reported one by one, because there were too many: a
 * few hundred notifications would delay more important messages.
 */
export const reportCalls = async ({
  repository,
  config,
  texts,
  prepare,
  queued,
}: UnreportedCallsDeps): Promise<void> => {
  for (const calls of await repository.unreportedCalls()) {
    const text = texts('moreCalls', [], {
      people: String(calls.people),
      title: quote(calls.title, QUOTED),
      alert: String(calls.alert),
    });
    const made = await Promise.all(
      config.duty.map((to) =>
        prepare({
          to,
          text,
          from: undefined,
          priority: 'critical',
          validForMs: config.dutyValidFor,
          reference: `calls for help, alert ${calls.alert}`,
          route: undefined,
        }),
      ),
    );
    const messages = made.filter((one) => one !== undefined);
    await repository.tellCalls(calls, messages);
    queued(messages);
  }
};
