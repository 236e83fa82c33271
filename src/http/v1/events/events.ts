import { z } from 'zod';
import { eventTypes, isAskable } from '../../../domain/operation/events.ts';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { streamEvents } from './event-stream.ts';

/** The types that a client gets if it asks for none: events of messages would be too many. */
const UNASKED = eventTypes.filter((type) => !type.startsWith('message.'));

const types = z
  .string()
  .max(1000)
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine(
    (asked) => asked.every((one) => isAskable(one, eventTypes)),
    'names a type of event that does not exist',
  )
  .optional()
  .meta({
    description:
      'Types of events, or beginnings of them, separated by commas: `alert,route.down`. Left out: all but ' +
      '`message`, the events of single messages.',
    examples: ['alert,answer,route'],
  });

const DESCRIPTION = `Server-sent events: \`event\` is the type, \`data\` one line of JSON, \`{ type, timestamp, data }\`. \
A client that was cut off sends the \`id\` of the last event as \`Last-Event-ID\` (browsers do by themselves) and gets \
what it missed. Events that are not known any more are replaced by an event \`gap\`. An event \`beat\` comes at once, \
after what was missed and with an \`id\` to come back with, and then every 15 s: \
a client that hears none for longer has lost the stream. A client that doesn't read is dropped; the last event, \`end\`, \
gives the reason. For events that must not be missed, use a webhook.

Types: ${eventTypes.map((type) => `\`${type}\``).join(', ')}.`;

/** The route of the stream of events. */
export const events = (app: App, access: Access, { onlookers: hub, clock, log }: HttpServices): void => {
  app.addHook('preClose', (done) => {
    hub.end('the gateway stops');
    done();
  });

  app.get(
    '/v1/events',
    {
      onRequest: access.need('watch'),
      // A HEAD would open a stream that nothing is ever written to.
      exposeHeadRoute: false,
      schema: {
        tags: ['Operation'],
        summary: 'Follow what happens, as it happens',
        description: DESCRIPTION,
        querystring: z.strictObject({ types }),
        headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
        response: {
          200: {
            description: 'Events, until the client or the gateway ends the stream.',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'validation', 'too-many-onlookers'),
        },
      },
    },
    (request, reply) => {
      const asked = request.query.types ?? UNASKED;
      const last = request.headers['last-event-id'];
      const { id: requestId } = request;
      const { id, name } = access.principal(request);
      const streams = streamEvents(reply.raw, asked, last, {
        hub,
        of: id,
        requestId,
        clock,
        may: () => access.still(request, 'watch'),
        ended: (reason) => log.info({ requestId, name, reason }, 'an event stream was ended'),
      });
      if (streams) reply.hijack();
      else sendProblem(reply, 'too-many-onlookers');
    },
  );
};
