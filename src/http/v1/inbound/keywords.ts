import { z } from 'zod';
import { analyse } from '../../../domain/text/analyse.ts';
import { label } from '../../resource/fields.ts';
import { namedResource, namedView } from '../../resource/named-resource.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';

const MOST_PARTS = 3;

const keywordFields = {
  word: z.string().meta({ description: 'As it was written.', examples: ['ABRI'] }),
  reply: z.string(),
};

const replyText = label(1000)
  .refine((text) => analyse(text).parts <= MOST_PARTS, `is longer than ${MOST_PARTS} parts`)
  .meta({ description: 'Exactly what goes out.', examples: ['Gymnase ouvert dès 18 h.'] });

/** Words that are answered by themselves. */
export const keywords = (
  app: App,
  access: Access,
  once: Once,
  { keywords, audit, clock }: HttpServices,
): void => {
  const word = label(40)
    .superRefine((text, context) => {
      const message = keywords.whyNot(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({
      description:
        'A message that is this, whatever its case, accents and punctuation, is answered. Words that opt out or in ' +
        'can be none, and an answer to an open question is looked for first.',
      examples: ['ABRI'],
    });
  const body = z
    .strictObject({ word, reply: replyText })
    .transform((asked) => ({ name: keywords.fold(asked.word), ...asked }));
  namedResource(app, access, once, {
    path: '/v1/keywords',
    tag: 'Inbox',
    one: 'keyword',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make a keyword, which is answered by itself',
    removal: 'Messages that say it are in the inbox from then on, and not answered.',
    body,
    view: namedView('Keyword', keywordFields),
    repository: keywords.repository,
    define: ({ word, reply }) => ({ word, reply }),
    show: ({ word, reply }) => ({ word, reply }),
    now: () => clock.now(),
    audit,
  });
};
