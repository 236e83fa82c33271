import type { ReactNode } from 'react';
import type { CaseEntry, CaseWithHistory } from '../../../api/inbox/cases.ts';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import type { Formats } from '../../../words/formats.ts';
import { type Say, useWords } from '../../../words/i18n.ts';
import { caseWords } from './case-words.ts';
import { historyLine, phoneOf } from './history-line.ts';
import { casesWords } from './words.ts';

/** What the gateway calls itself in the history: it has no user's id. */
const nameOf = (entry: CaseEntry, say: Say<'bySms' | 'gateway'>, { phone }: Formats): string => {
  const number = phoneOf(entry);
  if (number !== undefined) return say('bySms', { phone: phone(number) });
  return entry.by.id === 'tocsin' ? say('gateway') : entry.by.name;
};

/** What happened to a case, in plain words, oldest first. */
export const History = ({ of: { history, messages } }: { readonly of: CaseWithHistory }): ReactNode => {
  const say = useWords(caseWords);
  const sayOutcome = useWords(casesWords);
  const formats = useFormats();
  return (
    <ol className="history">
      {history.map((entry, index) => {
        const { key, values, outcome, said, isQuiet } = historyLine(
          entry,
          nameOf(entry, say, formats),
          messages,
        );
        const more = outcome === undefined ? {} : { outcome: sayOutcome(outcome) };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a history are only added at its end
          <li key={index} className={isQuiet ? 'history-quiet' : undefined}>
            <time dateTime={entry.at} className="figures">
              {formats.moment(entry.at)}
            </time>
            <div>
              <Said>{say(key, { ...values, ...more })}</Said>
              {said !== undefined && (
                <blockquote className="history-said">
                  <Said>{said}</Said>
                </blockquote>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
};
