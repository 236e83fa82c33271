import type { App } from '../app.ts';
import type { HttpServices } from '../services.ts';

const YEAR_MS = 365 * 86_400_000;

/** RFC 9116: whom to tell of a weakness. It expires a year after each request: the configuration names it now. */
export const securityTxt = (
  app: App,
  { securityContact, clock }: Pick<HttpServices, 'securityContact' | 'clock'>,
): void => {
  if (securityContact === undefined) return;
  app.get('/.well-known/security.txt', { schema: { hide: true } }, (_request, reply) => {
    const expires = new Date(clock.now() + YEAR_MS).toISOString();
    reply.type('text/plain; charset=utf-8').send(`Contact: ${securityContact}\nExpires: ${expires}\n`);
  });
};
