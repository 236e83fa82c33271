import type { CaseRepository, CaseStep, CaseVerdict } from '../../domain/inbound/help-case.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import { quote } from '../../domain/text/quote.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { CaseTaker } from '../duty/case-taker.ts';
import type { ReplyTexts } from '../reply-texts.ts';
import { wordsOf } from '../words.ts';

export interface CaseCommandDeps {
  readonly repository: Pick<CaseRepository, 'stepCase'>;
  readonly takerOf: CaseTaker;
  readonly pageAgainMs: number;
  readonly texts: ReplyTexts;
  readonly clock: Clock;
  /** Called when a step was committed, so that its event is published. */
  readonly stepped: () => void;
}

const ASKED =
  /^(?:(?<take>pris|prend|prends|take|taken|je prends)|(?:clos|close|closed|cloture)) (?:cas |case |n |no )?(?<id>[1-9][0-9]{0,8})$/;
const ENGLISH = /^(?:take|taken|close|closed)\b/;
const NAME = 40;
const QUOTED = 80;

/** Lets a phone of duty take a case ("PRIS 12", "TAKE 12") and close it as helped ("CLOS 12", "CLOSE 12"). */
export const caseCommand =
  ({ repository, takerOf, pageAgainMs, texts, clock, stepped }: CaseCommandDeps): SmsCommand =>
  async ({ from, text }) => {
    const words = wordsOf(text);
    const asked = ASKED.exec(words)?.groups;
    if (asked === undefined) return undefined;
    const actor = await takerOf(from);
    if (actor === undefined) return undefined;
    const id = Number(asked['id']);
    const step: CaseStep =
      asked['take'] === undefined
        ? { kind: 'close', outcome: 'helped', text: undefined, from: undefined }
        : { kind: 'take', from: undefined };
    const verdict = await repository.stepCase({
      id,
      step,
      actor,
      version: undefined,
      nowMs: clock.now(),
      pageAgainMs,
    });
    if (verdict.kind === 'done') stepped();
    const language = ENGLISH.test(words) ? 'en' : 'fr';
    return { handledAs: 'case', reply: replyOf(id, step, verdict, language, texts) };
  };

const replyOf = (
  id: number,
  step: CaseStep,
  verdict: CaseVerdict,
  language: string,
  texts: ReplyTexts,
): string => {
  const values = { case: String(id) };
  switch (verdict.kind) {
    case 'done': {
      if (step.kind !== 'take') return texts('caseClosed', [language], values);
      const { name, number, text } = verdict.case;
      const who = [name === undefined ? undefined : quote(name, NAME), number].filter(
        (one) => one !== undefined,
      );
      return texts('caseTaken', [language], { ...values, who: who.join(', '), text: quote(text, QUOTED) });
    }
    case 'held':
      return texts('caseHeld', [language], { ...values, holder: quote(verdict.holder.name, NAME) });
    case 'wrongState':
      return texts('caseEnded', [language], values);
    default:
      return texts('noCase', [language], values);
  }
};
