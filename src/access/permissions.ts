import type { Role } from '../domain/access/role.ts';

/**
 * - `send`: submit, preview and cancel messages
 * - `readMessages`: read messages; without `readAll` only those that the same token sent
 * - `readAll`: read and cancel everybody's messages
 * - `watch`: read routes, inbox, receipts and metrics
 * - `operateRoutes`: enable, disable, test and trace routes, send USSD codes to their SIMs and restore SIMs
 * - `readSims`: see the ICCID and the IMSI of a SIM whole
 * - `clearPins`: allow one more try of a PIN on a SIM
 * - `readPeople`: read contacts, lists, segments, areas, opt-outs, keywords, schedules and drills; count audiences
 * - `managePeople`: change whatever `readPeople` may read; import contacts
 * - `erasePeople`: export or erase all data of a person
 * - `prepare`: write templates and scenarios; write, submit and discard alerts
 * - `approve`: be the second person who approves what another prepared
 * - `readAudit`: read the audit log
 * - `readAlerts`: read and preview alerts
 * - `launch`: launch, correct and resend alerts
 * - `handleCases`: take, hand over, close and annotate calls for help, and make one of a message in the inbox
 * - `brake`: pause, resume and stop alerts
 * - `noteAlerts`: write notes on alerts
 * - `manageTokens`: list and revoke tokens; only a person revokes that of a user
 * - `manageUsers`: list, make, change, disable and enable users; only for persons
 * - `issueCodes`: issue the one-time codes with which phones launch alerts; only for persons
 * - `manageWebhooks`: manage webhooks
 * - `manageRetention`: see what would be deleted by age, delete it now, confirm the clock
 * - `traceUnmasked`: see phone numbers and octets in the trace of a route
 */
export type Permission =
  | 'send'
  | 'readMessages'
  | 'readAll'
  | 'watch'
  | 'operateRoutes'
  | 'readSims'
  | 'clearPins'
  | 'readPeople'
  | 'managePeople'
  | 'erasePeople'
  | 'prepare'
  | 'approve'
  | 'readAudit'
  | 'readAlerts'
  | 'launch'
  | 'handleCases'
  | 'brake'
  | 'noteAlerts'
  | 'manageTokens'
  | 'manageUsers'
  | 'issueCodes'
  | 'manageWebhooks'
  | 'manageRetention'
  | 'traceUnmasked';

const viewer: readonly Permission[] = ['readMessages', 'readAll', 'watch', 'readPeople', 'readAlerts'];
const operator: readonly Permission[] = [
  ...viewer,
  'send',
  'operateRoutes',
  'managePeople',
  'prepare',
  'launch',
  'handleCases',
  'brake',
  'noteAlerts',
];

const allowed: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  sender: new Set<Permission>(['send', 'readMessages']),
  viewer: new Set(viewer),
  operator: new Set(operator),
  approver: new Set<Permission>([...viewer, 'approve', 'brake', 'noteAlerts', 'readAudit']),
  admin: new Set<Permission>([
    ...operator,
    'approve',
    'clearPins',
    'erasePeople',
    'issueCodes',
    'readAudit',
    'readSims',
    'manageTokens',
    'manageUsers',
    'manageWebhooks',
    'manageRetention',
    'traceUnmasked',
  ]),
};

/** Whether a user with these roles has the permission. */
export const allows = (roles: readonly Role[], permission: Permission): boolean =>
  roles.some((one) => allowed[one].has(permission));

/** Whether a user with these roles may do all that a token of `role` may do. */
export const covers = (roles: readonly Role[], role: Role): boolean =>
  [...allowed[role]].every((permission) => roles.some((one) => allowed[one].has(permission)));

/** Who asks: the token of a user, or that of a system. */
interface Asking {
  readonly role: Role;
  readonly user: { readonly roles: readonly Role[] } | undefined;
  readonly isPerson: boolean;
}

/**
 * What only a person may do. Whoever makes users decides who the second person is: with the token of a system, one
 * person could be both. Whoever issues the codes of a phone has seen them, and is an author of what it launches.
 */
const ONLY_PERSONS: ReadonlySet<Permission> = new Set<Permission>(['approve', 'manageUsers', 'issueCodes']);

/** Whether the principal has the permission. The token of a user may do no more than the user. */
export const may = ({ role, user, isPerson }: Asking, permission: Permission): boolean =>
  allowed[role].has(permission) &&
  (user === undefined || allows(user.roles, permission)) &&
  (isPerson || !ONLY_PERSONS.has(permission));

/**
 * The roles that the principal really has: those of the user that the token covers, and that of the token if the user's
 * cover it.
 */
export const rolesOf = (
  role: Role,
  user: { readonly roles: readonly Role[] } | undefined,
): readonly Role[] => {
  if (user === undefined) return [role];
  const own = user.roles.filter((one) => covers([role], one));
  return own.includes(role) || !covers(user.roles, role) ? own : [...own, role];
};
