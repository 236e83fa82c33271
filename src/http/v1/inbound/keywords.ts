import { z } from 'zod';
import { analyse } from '../../../domain/text/analyse.ts';
import { label } from '../../resource/fields.ts';
import { namedResource, namedView } from '../../resource/named-resource.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';

const MOST_PARTS = 3;

const keywordFields = {
  word: z.string().meta({ description: 'The word as it was written.', examples: ['ABRI'] }),
  reply: z.string(),
};

export const keywordView = namedView('Keyword', keywordFields);

const replyText = label(1000)
  .refine((text) => analyse(text).parts <= MOST_PARTS, `is longer than ${MOST_PARTS} parts`)
  .meta({ description: 'The reply, exactly as it is sent.', examples: ['Gymnase ouvert dès 18 h.'] });

/** Keywords, which are answered automatically. */
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
        'A message that is this word is answered; case, accents and punctuation make no difference. Words that opt out ' +
        'or in can not be keywords. A message that answers an open question is not read as a keyword.',
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
    summary: 'Make a keyword, which is answered automatically',
    removal: 'Messages with this word are not answered any more, and stay in the inbox.',
    body,
    view: keywordView,
    check: async ({ name }) => {
      const list = await keywords.listOf(name);
      return list === undefined
        ? []
        : [{ path: 'word', message: `joins list ${list}: it can be no keyword` }];
    },
    repository: keywords.repository,
    define: ({ word, reply }) => ({ word, reply }),
    show: ({ word, reply }) => ({ word, reply }),
    now: () => clock.now(),
    audit,
  });
};
