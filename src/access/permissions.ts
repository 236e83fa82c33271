import { roles as allRoles, type Role } from '../domain/access/role.ts';

/** What each permission allows, in the words of the description of the API and of the README. */
export const permissions = {
  send: 'submit, preview and cancel messages',
  readMessages: 'read messages; without `readAll` only those that the same token sent',
  readAll: "read and cancel everybody's messages",
  watch: 'read routes, inbox, receipts and metrics',
  operateRoutes: 'enable, disable, test and trace routes, send USSD codes to their SIMs and restore SIMs',
  readSims: 'see the ICCID and the IMSI of a SIM whole',
  clearPins: 'allow one more try of a PIN on a SIM',
  readPeople:
    'read contacts, lists, segments, areas, opt-outs, keywords, schedules and drills; count audiences',
  managePeople: 'change whatever `readPeople` may read; import contacts',
  erasePeople: 'export or erase all data of a person',
  prepare: 'write templates and scenarios; write, submit and discard alerts',
  approve: 'be the second person who approves what another prepared',
  readAudit: 'read the audit log',
  readAlerts: 'read and preview alerts',
  launch: 'launch, correct and resend alerts',
  handleAlarms: 'acknowledge and silence alarms of the gateway',
  handleCases: 'take, hand over, close and annotate calls for help, and make one of a message in the inbox',
  brake: 'pause, resume and stop alerts',
  noteAlerts: 'write notes on alerts',
  manageTokens: 'list and revoke tokens; only a person revokes that of a user',
  manageUsers: 'list, make, change, disable and enable users; only for persons',
  issueCodes: 'issue the one-time codes with which phones launch alerts; only for persons',
  manageWebhooks: 'manage webhooks',
  manageRetention: 'see what would be deleted by age, delete it now, confirm the clock',
  reloadConfig: 'have the gateway read its configuration again',
  traceUnmasked: 'see phone numbers and octets in the trace of a route',
} as const;

export type Permission = keyof typeof permissions;

const viewer: readonly Permission[] = ['readMessages', 'readAll', 'watch', 'readPeople', 'readAlerts'];
const operator: readonly Permission[] = [
  ...viewer,
  'send',
  'operateRoutes',
  'managePeople',
  'prepare',
  'launch',
  'handleCases',
  'handleAlarms',
  'brake',
  'noteAlerts',
];

const allowed: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  sender: new Set<Permission>(['send', 'readMessages']),
  viewer: new Set(viewer),
  operator: new Set(operator),
  approver: new Set<Permission>([...viewer, 'approve', 'handleAlarms', 'brake', 'noteAlerts', 'readAudit']),
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
    'reloadConfig',
    'traceUnmasked',
  ]),
};

/** The roles that have the permission. */
export const rolesWith = (permission: Permission): readonly Role[] =>
  allRoles.filter((role) => allowed[role].has(permission));

/** Whether a user with these roles has the permission. */
export const allows = (roles: readonly Role[], permission: Permission): boolean =>
  roles.some((one) => allowed[one].has(permission));

/** Whether a user with these roles may do all that a token of `role` may do. */
export const covers = (roles: readonly Role[], role: Role): boolean =>
  [...allowed[role]].every((permission) => roles.some((one) => allowed[one].has(permission)));

/** Whether roles are rights that a user has not, apart from sending and reading. */
export const givesMore = (before: readonly Role[], after: readonly Role[]): boolean =>
  after.some((role) => !covers([...before, 'sender', 'viewer'], role));

/** Who asks: the token of a user, the session of one, or the token of a system. */
interface Asking {
  /** Undefined: a session. */
  readonly role: Role | undefined;
  readonly user: { readonly roles: readonly Role[] } | undefined;
  readonly isPerson: boolean;
  /** The limits of what it may send; left out: none. */
  readonly sending?: object | undefined;
}

/**
 * What only a person may do. Whoever makes users decides who the second person is: with the token of a system, one
 * person could be both. Whoever issues the codes of a phone has seen them, and is an author of what it launches.
 */
const ONLY_PERSONS: ReadonlySet<Permission> = new Set<Permission>(['approve', 'manageUsers', 'issueCodes']);

/**
 * What a token keeps that may send only so much: single messages, batches, and what reads. No limit counts what the
 * gateway sends in another way, such as alerts, drills or pages, and a program that may send a little shall neither
 * stop alerts nor give others more rights. A new permission is not kept unless it is written here.
 */
const KEPT_WITH_LIMITS: ReadonlySet<Permission> = new Set<Permission>([
  'send',
  'readMessages',
  'readAll',
  'watch',
  'readPeople',
  'readAlerts',
  'readAudit',
]);

/** Whether a token that may send only so much lacks the permission, whatever its role. */
export const isLostByLimits = ({ sending }: Pick<Asking, 'sending'>, permission: Permission): boolean =>
  sending !== undefined && !KEPT_WITH_LIMITS.has(permission);

/** Whether only a person has the permission: once there are users, the token of a system never has it. */
export const isOnlyForPersons = (permission: Permission): boolean => ONLY_PERSONS.has(permission);

/** Whether the principal has the permission. The token of a user may do no more than the user. */
export const may = ({ role, user, isPerson, sending }: Asking, permission: Permission): boolean =>
  (role === undefined ? user !== undefined : allowed[role].has(permission)) &&
  (user === undefined || allows(user.roles, permission)) &&
  (isPerson || !ONLY_PERSONS.has(permission)) &&
  !isLostByLimits({ sending }, permission);

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
