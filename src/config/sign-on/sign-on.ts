import { z } from 'zod';

const isHere = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);

/** Whether secrets may go to this address: by TLS, or without leaving the machine. */
const isSafeUrl = (text: string): boolean => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isHere(hostname));
};

/** Parameters that the gateway sets itself, and those that would take their place. */
const OURS: ReadonlySet<string> = new Set([
  ...[
    'client_id',
    'client_secret',
    'response_type',
    'response_mode',
    'redirect_uri',
    'scope',
    'state',
    'nonce',
  ],
  ...[
    'code_challenge',
    'code_challenge_method',
    'prompt',
    'max_age',
    'request',
    'request_uri',
    'registration',
  ],
]);

const parameters = z.record(z.string(), z.string().min(1).max(1000)).superRefine((all, context) => {
  const fault = (message: string, path: string[]) => context.addIssue({ code: 'custom', path, message });
  if (Object.keys(all).length > 10) fault('has more than 10 parameters', []);
  for (const name of Object.keys(all)) {
    if (OURS.has(name)) fault('is set by the gateway itself', [name]);
    else if (!/^[a-z][a-z_]{0,39}$/.test(name)) fault('is no parameter, such as acr_values', [name]);
  }
});

/** Where people may sign in besides here, by OpenID Connect. */
export const signOnConfig = z.strictObject({
  issuer: z
    .url('is no address, such as https://login.example.org/realms/city')
    .max(500)
    .refine((text) => URL.canParse(text) && isSafeUrl(text), 'begins with https://, or is on this machine')
    .refine((text) => !/[?#]/.test(text), 'has no ? and no #'),
  clientId: z.string().min(1).max(200),
  clientSecret: z.string().min(1, 'is empty').max(1000),
  /** What people are shown, such as ProConnect. */
  name: z.string().min(1).max(40).default('SSO'),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'is no scope'))
    .min(1)
    .max(20)
    .refine((all) => all.includes('openid'), 'needs openid')
    .default(['openid', 'email']),
  /** The claim by which an admin links a person to a user before the first sign-in. */
  claim: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'is no name of a claim, such as email')
    .default('email'),
  /** The ID token must name one of these as `acr`; left out: any. */
  acr: z.array(z.string().min(1).max(200)).min(1).max(10).optional(),
  /** What the provider needs in the request besides: such as `claims` or `acr_values`. */
  parameters: parameters.default({}),
  /** Whether the provider asks people anew for their password if it is told to (`prompt=login`, `max_age=0`). */
  confirms: z.boolean().default(true),
});

type SignOnConfig = z.output<typeof signOnConfig>;

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong between the section and the rest. */
export const signOnFaults = ({
  signOn,
  http,
}: {
  readonly signOn?: SignOnConfig | undefined;
  readonly http: { readonly origin?: string | undefined };
}): readonly Fault[] => {
  if (signOn === undefined) return [];
  const path = ['http', 'origin'];
  if (http.origin === undefined)
    return [{ path, message: 'is missing: signOn needs it, since the provider sends people back there' }];
  return isSafeUrl(http.origin)
    ? []
    : [{ path, message: 'begins with https:// if there is signOn, or is on this machine' }];
};

/** Whether the secret stands in the file itself. @param file the configuration before values are put into it */
export const hasLiteralSecret = (file: unknown): boolean => {
  const section = typeof file === 'object' && file !== null && 'signOn' in file ? file.signOn : undefined;
  const secret =
    typeof section === 'object' && section !== null && 'clientSecret' in section
      ? section.clientSecret
      : undefined;
  return secret !== undefined && !/^\$\{[^}]+\}$/.test(String(secret));
};
