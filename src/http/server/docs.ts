import swagger, { type SwaggerTransformObject } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from './app.ts';

const description = `Messages to phones, by carriers and modems; accepted means on disk.

- **Tokens**: \`Authorization: Bearer tocsin_…\`, made by \`tocsin token create\`. Roles: *sender* hands messages in and
  sees its own; *viewer* reads; *approver* reads, the audit too, approves, returns and rejects what others wrote, and pauses
  and stops alerts; *operator* reads, sends, writes, launches, corrects and stops alerts, changes people and handles
  routes; *admin* may do all of this, and handles tokens, webhooks, launch codes and retention. Nobody approves what is
  their own.
- **Errors** are RFC 9457 problems. 400: what came is no HTTP or no JSON. 422: it was read, and every wrong field is
  named in \`errors\`, all at once. A program looks at \`type\`, which never changes.
- **Times** are RFC 3339: any offset in, UTC with milliseconds out. **Numbers** are E.164.
- **Lists** page by cursor: \`?limit=&cursor=\`, answered with \`{ items, next }\`.
- **X-Request-Id** is taken if you send one, and comes back on every answer.`;

/** The description of the API, made from the schemas that the routes have; register it before them. */
export const describeApi = (app: FastifyInstance, version: string): void => {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: { title: 'Tocsin', version, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      tags: [
        { name: 'Messages', description: 'To phones.' },
        { name: 'Routes', description: 'The ways out: carriers and modems.' },
        { name: 'Inbox', description: 'From phones, and from carriers.' },
        { name: 'Alerts', description: 'What is said, to whom, and what became of it.' },
        { name: 'Drills', description: 'Exercises to numbers of yours that measure each route.' },
        { name: 'Triggers', description: 'What launches alerts by itself: CAP, alarms, telephones.' },
        { name: 'People', description: 'Contacts, their groups, and what they said no to.' },
        { name: 'Webhooks', description: 'Programs that are told what happens.' },
        { name: 'Operation', description: 'For whoever watches the gateway.' },
      ],
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'tocsin_<id>_<secret>' } },
      },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: tidy,
  });
  // Everything it shows comes with the package: it works without internet.
  app.register(swaggerUi, { routePrefix: '/docs' });
};

/** The description itself. */
export const openapi = (app: App): void => {
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    reply.send(app.swagger());
  });
};

/**
 * Takes out what the generator adds and nobody reads: a twin of each component for requests, called …Input, and beside
 * `format: date-time` the pattern of all valid dates.
 */
const tidy: SwaggerTransformObject = (document) =>
  JSON.parse(JSON.stringify(jsonSchemaTransformObject(document)), (key, value) => {
    if (typeof value !== 'object' || value === null) return value;
    if (value.format === 'date-time') delete value.pattern;
    if (key !== 'schemas') return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !name.endsWith('Input')));
  });
