import { decodings } from './decodings.ts';
import type { Known } from './known.ts';

type Kind = 'number' | 'text' | 'token' | 'code' | 'password' | 'secret';

/** Something in a line of a log that must not be there. */
export interface Leak {
  readonly kind: Kind;
  readonly found: string;
}

/** What is never a secret, with the reason. It is taken out of a line before the line is looked at. */
const ALLOWED: readonly RegExp[] = [
  // Times, which contain six digits and are in every line.
  /\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?/g,
  // The head of the audit log, which is published on purpose, and fingerprints of certificates, which are public.
  /"(hash|fingerprint256)":"[0-9A-Fa-f:]+"/g,
  // Paths of files: random names of temporary folders. `at` lines of stack traces are paths too.
  /(file:\/\/)?(\/[\w.@+-]+){2,}(:\d+){0,2}/g,
  // What the operating system says of a file, which texts of tests quote.
  /no such file or directory/gi,
  // The address of a database, which stands in the log without its password.
  /postgres:\/\/[\w.-]+(?::\d+)?\/\w+/g,
  // What it says of a server that is not there.
  /connect ECONNREFUSED [\d.]+:\d+/g,
  // The example in an error about a number, which stands in the source.
  /such as \+33639980001/g,
  // The number printed on a SIM card, by which people find the card: nobody can call it.
  /("iccid":"|SIM )[0-9A-F]{18,20}/g,
  // The length that a broken frame of a carrier gives, up to 2^32.
  /a frame of \d{1,10} octets/g,
  // The random name of a request or event, which opens nothing.
  /"(requestId|eventId)":"[^"]*"/g,
];

const FORMS: readonly (readonly [Kind, RegExp])[] = [
  // E.164, also without its plus, and with 00.
  ['number', /(?<![\w.:])(\+|00)?[1-9]\d{9,13}(?![\w.:])/g],
  ['number', /\+\d[\d ().-]{6,}\d/g],
  // The numbers of the tests in their national form: 06 39 98 xx xx and 01 99 00 xx xx.
  ['number', /(?<!\d)0?(6[ .-]?39[ .-]?98|1[ .-]?99[ .-]?00)([ .-]?\d\d){2}(?!\d)/g],
  ['token', /tocsin_[\w-]{6,}_[\w-]{8,}/g],
  ['password', /(?<![\w-])[a-z2-9]{4}(-[a-z2-9]{4}){2,3}(?![\w-])/g],
  ['code', /(?<![\w.:/-])\d{6}(?![\w.:/-])/g],
  // Ids of sessions, CSRF values and keys: random letters in base64 or base64url.
  [
    'secret',
    /(?<![\w+/-])(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*\d)(?=(?:[\w+/-]*\d[A-Za-z]){2})[\w+/-]{22,}={0,2}/g,
  ],
  // Secrets of authenticator apps (RFC 4648 base32).
  ['secret', /(?<![\w-])(?=[A-Z]*[2-7])[A-Z2-7]{16,}(?![\w-])/g],
];

const WORD = /[\p{L}\p{N}'’]+/gu;

/** Three words in a row, as a line of a text has them. */
export const threes = (text: string): readonly string[] => {
  const words = text.toLowerCase().match(WORD) ?? [];
  return words.slice(0, -2).map((word, at) => `${word} ${words[at + 1]} ${words[at + 2]}`);
};

/** The values of a line: what its fields hold, without numbers, which are counts and times. */
const valuesOf = (line: string): string => line.replaceAll(/":-?\d+(\.\d+)?(?=[,}\]])/g, '":');

const leaksInText = (text: string, known: Known): readonly Leak[] => {
  const formed = FORMS.flatMap(([kind, form]) =>
    (text.match(form) ?? []).map((found): Leak => ({ kind, found })),
  );
  const texts = threes(text).flatMap((three): readonly Leak[] =>
    known.texts.has(three) ? [{ kind: 'text', found: three }] : [],
  );
  const words = (text.match(/[\p{L}\p{N}_-]+/gu) ?? []).flatMap((word): readonly Leak[] =>
    known.passwords.has(word) ? [{ kind: 'password', found: word }] : [],
  );
  return [...formed, ...texts, ...words];
};

/** Everything in the line that a log must not hold, also in the octets that it shows as hex or base64. */
export const leaksIn = (line: string, known: Known): readonly Leak[] => {
  const text = ALLOWED.reduce((rest, allowed) => rest.replaceAll(allowed, ' '), valuesOf(line));
  return [
    ...leaksInText(text, known),
    ...decodings(text).flatMap((decoded) =>
      leaksInText(decoded, known).filter(({ kind }) => kind === 'number' || kind === 'text'),
    ),
  ];
};
