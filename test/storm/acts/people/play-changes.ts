import { type Change, movedTo, numberOf, type Someone } from './crowd.ts';
import type { Asked, Desk } from './desk.ts';
import { type PlayedChange, renamed } from './membership.ts';

/** Changes one person, in the name of an operator. */
export const playChange = async (desk: Desk, change: Change, someone: Someone): Promise<PlayedChange> => {
  const asked = await ask(desk, change, someone);
  return { change, asked };
};

const ask = (desk: Desk, { what, index, list }: Change, { name, language }: Someone): Promise<Asked> => {
  const number = numberOf(index);
  const member = `/v1/lists/${desk.listId(list)}/members/${encodeURIComponent(number)}`;
  const contact = `/v1/contacts/${desk.contactId(index)}`;
  const contactBody = (own: object): object => ({ number, name, ...(language && { language }), ...own });
  switch (what) {
    case 'optOut':
      return desk.ask(
        'anna',
        'POST',
        '/v1/opt-outs',
        { number, evidence: 'by telephone' },
        { key: `out ${index}` },
      );
    case 'leave':
      return desk.ask('anna', 'DELETE', member);
    case 'join':
      return desk.ask('ben', 'PUT', member, { consent: 'given', consentSource: 'a form' });
    case 'refuse':
      return desk.ask('ben', 'PUT', member, { consent: 'refused', consentSource: 'a form' });
    case 'remove':
      return desk.ask('dora', 'DELETE', contact);
    case 'move':
      return desk.ask('anna', 'PUT', contact, contactBody({ number: movedTo(index) }));
    case 'rename':
      return desk.ask('anna', 'PUT', contact, contactBody({ name: renamed(index) }));
  }
};
