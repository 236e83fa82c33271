import type { Message } from '../../api/messages.ts';
import { useLanguage, useWords } from '../../words/i18n.ts';
import { useWhen } from '../../words/when.ts';
import { type Answer, answerOf } from './answer.ts';
import { answerWords } from './answer-words.ts';
import { reasonIn } from './reasons.ts';

/** Puts an answer into a sentence in the language of the person. */
export const useAnswer = (): ((answer: Answer) => string) => {
  const say = useWords(answerWords);
  const language = useLanguage();
  const when = useWhen();
  return ({ key, at, route, reason }) =>
    say(key, {
      when: when(at),
      route: route ?? say('aRoute'),
      reason: reason === undefined ? say('noReason') : reasonIn(language, reason),
    });
};

/** The answer for a message of a list, of which no timeline is known. */
export const useShortAnswer = (): ((message: Message) => { answer: Answer; said: string }) => {
  const say = useAnswer();
  return (message) => {
    const answer = answerOf(message);
    return { answer, said: say(answer) };
  };
};
