import type { Role } from '../domain/access/token.ts';
import type { Principal } from './tokens.ts';

/**
 * - `send`: hand in, preview and cancel messages
 * - `readMessages`: see messages (without `readAll`: one's own)
 * - `readAll`: see and cancel everybody's messages
 * - `watch`: routes, inbox, receipts, metrics
 * - `operateRoutes`: enable, disable, test and trace routes, ask and restore their SIMs
 * - `clearPins`: let a PIN be tried once more on a SIM
 * - `readPeople`: see contacts, lists, segments, areas, opt-outs; count audiences
 * - `managePeople`: change and import them
 * - `erasePeople`: hand out, or erase, all that is kept of a person
 * - `prepare`: keep templates and scenarios; write, hand in and discard alerts
 * - `approve`: be the second person for what others prepared
 * - `readAudit`: see who did what
 * - `readAlerts`: see alerts, preview them
 * - `launch`: let alerts go, correct and resend them
 * - `brake`: pause, resume and stop alerts
 * - `manageTokens`: see and revoke tokens
 * - `issueCodes`: give phones one-time codes to launch with
 * - `manageWebhooks`: say whom we tell what happens
 * - `manageRetention`: see what would be deleted for its age, delete it now, confirm the clock
 * - `traceUnmasked`: see the numbers and texts that pass over a route, whoever's they are
 */
export type Permission =
  | 'send'
  | 'readMessages'
  | 'readAll'
  | 'watch'
  | 'operateRoutes'
  | 'clearPins'
  | 'readPeople'
  | 'managePeople'
  | 'erasePeople'
  | 'prepare'
  | 'approve'
  | 'readAudit'
  | 'readAlerts'
  | 'launch'
  | 'brake'
  | 'manageTokens'
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
  'brake',
];

const allowed: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  sender: new Set<Permission>(['send', 'readMessages']),
  viewer: new Set(viewer),
  operator: new Set(operator),
  approver: new Set<Permission>([...viewer, 'approve', 'brake', 'readAudit']),
  admin: new Set<Permission>([
    ...operator,
    'approve',
    'clearPins',
    'erasePeople',
    'issueCodes',
    'readAudit',
    'manageTokens',
    'manageWebhooks',
    'manageRetention',
    'traceUnmasked',
  ]),
};

export const may = (principal: Principal, permission: Permission): boolean =>
  allowed[principal.role].has(permission);
