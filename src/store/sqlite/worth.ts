/** The tables that hold what somebody has put into a store. */
export const WORTH: readonly string[] = [
  'messages',
  'contacts',
  'alerts',
  'users',
  'tokens',
  'lists',
  'templates',
  'scenarios',
  'inbox',
];
