import type { FastifyReply } from 'fastify';
import type { SignOnAnswer } from '../../../access/sign-in/oidc/sign-on.ts';

export const CALLBACK = '/v1/session/oidc/callback';
export const CODE = '/v1/session/oidc/code';
const AGAIN = '/v1/session/oidc';

/** The form may be sent here, and nothing may be loaded. */
const POLICY = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const page = (body: string, head = ''): string =>
  `<!doctype html>\n<html lang="fr">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>Tocsin</title>${head}</head>\n<body>\n${body}\n</body>\n</html>\n`;

const send = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(html);

/**
 * Leads on to a path of the gateway. It is a page, not a redirect: a browser that comes from the provider doesn't send
 * the session's cookie, which is SameSite=Strict, with redirects, but does when a page of the gateway leads on
 * (RFC 6265bis 5.2).
 */
export const leadOn = (reply: FastifyReply, path: string): FastifyReply => {
  const to = escaped(path);
  return send(
    reply,
    200,
    page(
      `<p><a href="${to}">Continuer · Continue</a></p>`,
      `<meta http-equiv="refresh" content="0;url=${to}">`,
    ),
  );
};

const FORM =
  `<form method="post" action="${CODE}"><p><label>Code de votre application, ou code de secours · ` +
  'Code of your app, or recovery code<br><input name="code" autocomplete="one-time-code" required autofocus></label></p>' +
  '<p><button>Continuer · Continue</button></p></form>';

/** Asks for a code of the second factor. The form's page must name its origin, which a browser else leaves out. */
export const askCode = (reply: FastifyReply, isWrong: boolean): FastifyReply =>
  send(
    reply.header('referrer-policy', 'same-origin'),
    isWrong ? 401 : 200,
    page(`${isWrong ? '<p>Ce code est faux. · This code is wrong.</p>\n' : ''}${FORM}`),
  );

type Failed = Exclude<SignOnAnswer['kind'], 'signedIn' | 'confirmed' | 'codeNeeded' | 'wrongCode'>;

const FAILED: Readonly<
  Record<Failed, { readonly status: number; readonly fr: string; readonly en: string }>
> = {
  stale: {
    status: 400,
    fr: "Cette connexion n'a pas été commencée ici, ou il y a trop longtemps.",
    en: 'This sign-in was not begun in this browser, or too long ago.',
  },
  notLinked: {
    status: 403,
    fr: "Votre compte n'est lié à aucun utilisateur. Demandez à un administrateur de Tocsin.",
    en: 'Your account is linked to no user. Ask an administrator of Tocsin.',
  },
  otherPerson: {
    status: 403,
    fr: "Ce compte n'est pas celui de cet utilisateur. Demandez à un administrateur de Tocsin.",
    en: 'This account is not the one of this user. Ask an administrator of Tocsin.',
  },
  notAnew: {
    status: 403,
    fr: 'Le service de connexion ne vous a pas redemandé votre mot de passe. Entrez ici un mot de passe ou un code.',
    en: 'The sign-on service did not ask you for your password. Enter a password or a code here.',
  },
  refused: {
    status: 401,
    fr: 'La connexion est refusée.',
    en: 'The sign-in is refused.',
  },
  waits: {
    status: 429,
    fr: 'Trop de refus : réessayez dans une minute.',
    en: 'Too many refusals: try again in a minute.',
  },
  busy: {
    status: 503,
    fr: 'Trop de connexions en même temps : réessayez.',
    en: 'Too many sign-ins at the same time: try again.',
  },
  down: {
    status: 503,
    fr: 'Le service de connexion ne répond pas. Connectez-vous ici avec votre mot de passe.',
    en: 'The sign-on service does not answer. Sign in here with your password.',
  },
};

/** Says why nobody is signed in. @param subject what an administrator needs to link the person */
export const sayWhyNot = (reply: FastifyReply, kind: Failed, subject?: string): FastifyReply => {
  const { status, fr, en } = FAILED[kind];
  const who =
    subject === undefined ? '' : `\n<p>Identifiant · Identifier: <code>${escaped(subject)}</code></p>`;
  const again = `<p><a href="${AGAIN}">Réessayer · Try again</a></p>`;
  return send(reply, status, page(`<p>${fr}</p>\n<p lang="en">${en}</p>${who}\n${again}`));
};
