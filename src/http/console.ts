import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './server/app.ts';
import { notFound } from './server/not-found.ts';

/** The path below which the console is served. */
const CONSOLE = '/console/';
const NONCE_OCTETS = 16;
/** What a file of the build may be called. All lie directly in their folder. */
const FILE = /^[\w-][\w.-]*$/;
const HIDDEN = { schema: { hide: true } } as const;

/** The folders of the build that are served, and how long a browser may keep their files without asking. */
const KEPT = {
  // Their names have a hash of their content, so a name never gets another content. A year, in seconds.
  assets: 'public, max-age=31536000, immutable',
  // Their names stay the same: the browser asks by the ETag whether they have changed.
  icons: 'no-cache',
  // The licences of what the assets contain.
  about: 'no-cache',
} as const;

/** What the page may load and run: what comes from here, and style elements with the nonce (Mantine writes some). */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // A text becomes HTML or a script nowhere, but through the one policy of src/console/safe-html.ts.
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');

const NOT_BUILT =
  'This is Tocsin. Its API works; the description is at /docs.\n' +
  'The console, its screen for people, is not built: run node scripts/build-console.ts in the folder of Tocsin, then ' +
  'read this page anew.\n';

/** Read for each page, so that a console that was built meanwhile is there without a restart. */
const readPage = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined);

const sayNotBuilt = (reply: FastifyReply, status: number): FastifyReply =>
  reply.code(status).type('text/plain; charset=utf-8').send(NOT_BUILT);

const serveFolder =
  (root: string, part: string, kept: string) =>
  (scope: App, _options: object, done: () => void): void => {
    // To names that are none, such as those with `..`, the plugin would answer 500.
    scope.addHook('onRequest', (request, reply, next) => {
      const { '*': name = '' } = request.params as { readonly '*'?: string };
      if (FILE.test(name)) next();
      else notFound(request, reply);
    });
    scope.register(fastifyStatic, {
      root,
      prefix: `${CONSOLE}${part}/`,
      decorateReply: false,
      // The build writes a .br and a .gz beside each file (scripts/lib/console/compress.ts).
      preCompressed: true,
      index: false,
      cacheControl: false,
      setHeaders: (reply) => void reply.header('cache-control', kept),
      // Without a build there is no folder, which is no reason for a warning.
      suppressWarning: true,
    });
    done();
  };

/**
 * Serves the console from the folder of its build; without one, it says how to get it.
 * @param timeZone of the place: the console tells all times in it
 */
export const serveConsole = (app: App, folder: string, timeZone: string): void => {
  app.get('/', HIDDEN, async (_request, reply) =>
    (await readPage(folder)) === undefined ? sayNotBuilt(reply, 200) : reply.redirect(CONSOLE),
  );
  app.get(CONSOLE.slice(0, -1), HIDDEN, (_request, reply) => reply.redirect(CONSOLE));
  for (const [part, kept] of Object.entries(KEPT)) app.register(serveFolder(join(folder, part), part, kept));
  // Every path below is one page: the console itself knows its rooms.
  app.get(`${CONSOLE}*`, HIDDEN, async (_request: FastifyRequest, reply) => {
    const page = await readPage(folder);
    if (page === undefined) return sayNotBuilt(reply, 404);
    const nonce = randomBytes(NONCE_OCTETS).toString('base64url');
    return reply
      .header('content-security-policy', policy(nonce))
      .type('text/html; charset=utf-8')
      .send(
        page
          .replaceAll('{{nonce}}', nonce)
          .replaceAll('{{timeZone}}', timeZone)
          .replaceAll('<script ', `<script nonce="${nonce}" `),
      );
  });
};
