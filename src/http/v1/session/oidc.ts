import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SignOnAnswer } from '../../../access/sign-in/oidc/sign-on.ts';
import type { Access } from '../../server/access/access.ts';
import { type Cookies, foreign } from '../../server/access/cookies.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { SignOnCookie } from './oidc-cookie.ts';
import { askCode, CALLBACK, CODE, leadOn, sayWhyNot } from './oidc-pages.ts';
import { COOKIE_ONLY, fromOf, notKept } from './session.ts';

const PATH = '/v1/session/oidc';
const FORM = 'application/x-www-form-urlencoded';
const MOST_OCTETS = 1024;

const beginQuery = z.strictObject({
  returnTo: z
    .string()
    .max(512, 'is longer than 512 characters')
    .optional()
    .meta({ description: 'A path of the gateway to go to afterwards; anything else counts as /.' }),
});

/** An answer for the browser of a person, which comes here by a link or a redirect. */
const html = (description: string) => ({
  description,
  content: { 'text/html': { schema: z.string() } },
});
const pages = { 200: html('A page that leads on, or asks for a code of the second factor.') };
const none = problemResponses('not-found', 'validation', 'store-unavailable');

/** There is no provider in the configuration. */
export const notConfigured = (): Refusal =>
  new Refusal('not-found', { detail: 'Single sign-on is not configured (signOn).' });

/** Routes of single sign-on by OpenID Connect. Browsers come here by links and redirects, so they get pages. */
export const oidc = (app: App, access: Access, cookies: Cookies, { signIns }: HttpServices): void => {
  const { signOn, sessions, origin } = signIns;
  const tags = ['Sign-in'];
  const cookie = new SignOnCookie(origin);
  const configured = () => {
    if (signOn === undefined) throw notConfigured();
    return signOn;
  };
  const conclude = (reply: FastifyReply, done: SignOnAnswer): FastifyReply => {
    const over = cookie.header(undefined);
    switch (done.kind) {
      case 'signedIn':
        return leadOn(
          reply.header('set-cookie', [over, cookies.header(reply.request, done.id)]),
          done.returnTo,
        );
      case 'confirmed':
        return leadOn(reply.header('set-cookie', over), done.returnTo);
      case 'codeNeeded':
        return askCode(reply.header('set-cookie', cookie.header(done.cookie)), false);
      case 'wrongCode':
        return askCode(reply, true);
      case 'waits':
        reply.header('retry-after', String(Math.max(1, Math.ceil(done.ms / 1000))));
        return sayWhyNot(reply, 'waits');
      case 'notLinked':
        return sayWhyNot(reply.header('set-cookie', over), done.kind, done.subject);
      default:
        return sayWhyNot(reply, done.kind);
    }
  };
  const go = async (
    reply: FastifyReply,
    returnTo: string | undefined,
    session?: ReturnType<Access['session']>,
  ): Promise<FastifyReply> => {
    const begun = await configured().flow.begin(returnTo, session);
    if (begun.kind === 'down') return sayWhyNot(reply, 'down');
    return reply
      .code(303)
      .header('location', begun.url)
      .header('set-cookie', cookie.header(begun.cookie))
      .type('text/plain; charset=utf-8')
      .send('');
  };
  const leaving = { 303: html('To the provider.'), ...none };

  app.get(
    PATH,
    {
      onRequest: notKept,
      schema: {
        tags,
        summary: 'Sign in at the provider',
        description:
          'For browsers: leads to the provider. 503 with a page: the provider does not answer. Signing in with a password ' +
          'does not need it.',
        security: [],
        querystring: beginQuery,
        response: leaving,
      },
    },
    async (request, reply) => go(reply, request.query.returnTo),
  );

  app.get(
    `${PATH}/confirm`,
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'Enter your password at the provider once more',
        description:
          'For browsers: leads to the provider, which asks for the password again. It then counts for five minutes, as ' +
          'POST /v1/session/confirm does. 404: the provider is not asked for that (signOn.confirms).',
        security: COOKIE_ONLY,
        querystring: beginQuery,
        response: { ...leaving, ...problemResponses('unauthenticated', 'foreign-origin', 'change-password') },
      },
    },
    async (request, reply) => {
      if (!configured().confirms) {
        const detail = 'The provider is not asked for a password again: POST /v1/session/confirm.';
        return sendProblem(reply, 'not-found', { detail });
      }
      return go(reply, request.query.returnTo, access.session(request));
    },
  );

  app.get(
    CALLBACK,
    {
      onRequest: notKept,
      schema: {
        tags,
        summary: 'Come back from the provider',
        description:
          'The address to register with the provider. It sets the cookie of the session. A refusal is a page too.',
        security: [],
        response: { ...pages, ...none },
      },
    },
    async (request, reply) => {
      const at = request.url.indexOf('?');
      const query = at < 0 ? '' : request.url.slice(at);
      const { flow } = configured();
      return conclude(reply, await flow.finish(query, cookie.valueIn(request), fromOf(request)));
    },
  );

  app.get(
    `${PATH}/provider`,
    {
      onRequest: notKept,
      schema: {
        tags,
        summary: 'Where people may sign in besides here',
        security: [],
        response: {
          200: answer(
            'There is a provider.',
            z.strictObject({
              name: z.string().meta({ description: 'What people are shown, such as ProConnect.' }),
              confirms: z.boolean().meta({ description: `Whether ${PATH}/confirm works.` }),
            }),
          ),
          ...problemResponses('not-found'),
        },
      },
    },
    async (_request, reply) => {
      const { name, confirms } = configured();
      return reply.send({ name, confirms });
    },
  );

  app.post(
    `${PATH}/end`,
    {
      onRequest: [notKept, access.needSession('always')],
      schema: {
        tags,
        summary: 'Sign out here, and learn where to sign out at the provider',
        security: COOKIE_ONLY,
        response: {
          200: answer(
            'Signed out here.',
            z.strictObject({
              url: z
                .string()
                .nullable()
                .meta({ description: 'Where the browser should go to sign out there too; null: nowhere.' }),
            }),
          ),
          ...problemResponses('unauthenticated', 'foreign-origin', 'wrong-csrf-token', 'not-found'),
          ...problemResponses('store-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { flow } = configured();
      const mine = access.session(request);
      // First here: the provider may take seconds to say that it is down.
      await sessions.end(mine);
      const url = await flow.endAddress(mine, `${origin}/`);
      return reply.header('set-cookie', cookies.header(request, undefined)).send({ url: url ?? null });
    },
  );

  app.register((scope: App, _options, done) => {
    scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, text: string, pass) =>
      pass(null, Object.fromEntries(new URLSearchParams(text))),
    );
    scope.post(
      CODE,
      {
        bodyLimit: MOST_OCTETS,
        onRequest: [
          notKept,
          (request, reply, next) => {
            if (cookies.isForeign(request)) sendProblem(reply, 'foreign-origin', foreign().more);
            else next();
          },
        ],
        schema: {
          tags,
          summary: 'Enter the code of the second factor after the provider',
          description: 'The form of the page that the callback answers with.',
          security: [],
          consumes: [FORM],
          body: z.strictObject({
            code: z.string().min(1, 'is empty').max(64, 'is longer than 64 characters'),
          }),
          response: {
            ...pages,
            ...none,
            ...problemResponses('foreign-origin', 'unsupported-media-type', 'too-large'),
          },
        },
      },
      async (request, reply) => {
        const { flow } = configured();
        const { code } = request.body;
        return conclude(reply, await flow.enterCode(code, cookie.valueIn(request), fromOf(request)));
      },
    );
    done();
  });
};
