import swagger, { type SwaggerTransformObject } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from './app.ts';
import { noteEdgeAnswers } from './edge/edge-answers.ts';
import { notePermission } from './edge/permission-notes.ts';

const description = `Sends messages to phones, by carriers and modems. A message that is accepted is on disk.

- **Tokens**: \`Authorization: Bearer tocsin_…\`, made by \`tocsin token create\`. A token of a user acts as that user;
  once there are users, a token of a system can neither approve nor manage users. Roles: *sender* sends messages and
  sees its own; *viewer* reads; *approver* reads, also the audit log, approves, returns and rejects what others wrote,
  and pauses and stops alerts; *operator* reads, sends, writes, launches, corrects and stops alerts, handles calls for
  help, changes people and operates routes; *admin* may do all of this, and manages users, tokens, webhooks, launch
  codes and retention. Nobody may
  approve their own text.
- **Sessions**: people sign in by \`POST /v1/session\` and send its cookie instead, with the header \`x-csrf-token\` for
  what changes something. Launches, people's data, users, tokens and retention need the password entered within five
  minutes: 403 \`confirmation-required\`. Tokens are not asked.
- **Errors** are RFC 9457 problems. 400: the request is not valid HTTP or JSON. 422: the request was read, and
  \`errors\` names every wrong field. Programs may match on \`type\`, which never changes.
- **Times** are RFC 3339: you may send any offset, and get UTC with milliseconds. **Numbers** are E.164.
- **Lists** page by cursor: \`?limit=&cursor=\`, answered with \`{ items, next }\`.
- **Several nodes**: a gateway may have more than one. Each of them takes messages; everything else is answered by the one
  that leads, whichever you ask. Then there can be 503 \`no-leader\`: nothing was done, try again; 502 \`forward-broken\`
  and 504 \`forward-silent\`: nobody knows whether it was done.
- **X-Request-Id** is yours if you send one, and is on every answer.`;

/** Stands in place of the logo of Swagger, which would be read from a file at each start. */
const NAME = {
  type: 'image/svg+xml',
  content: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><text x="4" y="29" fill="#fff" font-family="sans-serif" font-size="26" font-weight="700">Tocsin</text></svg>',
  ),
};

/** Makes the description of the API from the schemas of the routes. Call it before the routes are added. */
export const describeApi = (app: FastifyInstance, version: string): void => {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: { title: 'Tocsin', version, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      tags: [
        { name: 'Messages', description: 'Messages to phones.' },
        { name: 'Routes', description: 'The ways out: accounts at carriers, and modems.' },
        { name: 'Inbox', description: 'Messages from phones, receipts that match no message, and keywords.' },
        { name: 'Cases', description: 'Calls for help: who takes care of each, and how each ended.' },
        {
          name: 'Alerts',
          description:
            'A text to an audience, from the draft to the report; templates, scenarios and schedules.',
        },
        {
          name: 'Alarms',
          description:
            'What is wrong with the gateway itself: raised and ended by itself, acknowledged by people.',
        },
        { name: 'Drills', description: 'Exercises to numbers of your own, which measure each route.' },
        {
          name: 'Triggers',
          description: 'What launches alerts by itself: CAP messages, alarms of other programs, SMS.',
        },
        { name: 'People', description: 'Contacts, their groups, consents and opt-outs.' },
        { name: 'Webhooks', description: 'Programs that get events by POST.' },
        { name: 'Sign-in', description: 'Sessions of people, their passwords and second factors.' },
        { name: 'Operation', description: 'For people and programs that watch over the gateway.' },
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'tocsin_<id>_<secret>' },
          cookieAuth: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-tocsin_session',
            description:
              'The session of a user; without TLS its name is `tocsin_session`. Whatever changes something also needs the header ' +
              '`x-csrf-token`. A request with a token is that of the token.',
          },
        },
      },
      security: [{ token: [] }, { cookieAuth: [] }],
    },
    transform: (each) => {
      const { schema, url } = jsonSchemaTransform({
        ...each,
        schema: noteEdgeAnswers(each.schema, each.route),
      });
      return { schema: notePermission(schema, each.route), url };
    },
    transformObject: tidy,
  });
  // All files of the page come with the package, so that it works without internet.
  app.register(swaggerUi, { routePrefix: '/docs', logo: NAME });
};

/** Serves the description of the API as a JSON document. */
export const openapi = (app: App): void => {
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    reply.send(app.swagger());
  });
};

/**
 * Removes what the generator adds and nobody needs: a copy of each component for requests, called …Input, and the
 * pattern of all valid dates beside `format: date-time`.
 */
const tidy: SwaggerTransformObject = (document) =>
  JSON.parse(JSON.stringify(jsonSchemaTransformObject(document)), (key, value) => {
    if (typeof value !== 'object' || value === null) return value;
    if (value.format === 'date-time') delete value.pattern;
    if (key !== 'schemas') return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !name.endsWith('Input')));
  });
