import { notesIn } from '../../desk/alert-notes.ts';
import type { Report } from '../report-service.ts';
import { type Format, isHash } from '../words/format.ts';
import type { Markup } from './html.ts';
import { section, table } from './table.ts';

/** What officers wrote about the alert, as they wrote it. */
export const notesSection = ({ log }: Report, { words, time }: Format): Markup => {
  const notes = notesIn(log);
  return section(
    words.title.notes,
    notes.length > 0,
    table(
      [{ head: words.head.at, as: 't' }, { head: words.head.who }, { head: words.head.text, as: 'text' }],
      notes.map(({ at, actor, actorName, detail }) => [
        time(at),
        words.actor(actor, actorName),
        detail ?? words.erased,
      ]),
    ),
  );
};

/** Who did what; the notes have a section of their own. */
export const logSection = ({ log }: Report, { words, time, said }: Format): Markup => {
  const { head } = words;
  return section(
    words.title.log,
    true,
    table(
      [
        { head: head.at, as: 't' },
        { head: head.who },
        { head: head.what },
        { head: head.detail, as: 'long' },
      ],
      log
        .filter(({ action }) => action !== 'note')
        .map(({ at, actor, actorName, action, detail }) => [
          time(at),
          words.actor(actor, actorName),
          words.action[action],
          detail === undefined ? '' : isHash(detail) ? words.hash(detail) : said(detail),
        ]),
    ),
  );
};
