/** The environment variable that holds the address of the tests' PostgreSQL, also for child processes. */
export const POSTGRES = 'TOCSIN_TEST_POSTGRES';

/** The address of the server, as its superuser, in the database `postgres`. */
export const serverUrl = (): string => {
  const url = process.env[POSTGRES];
  if (url === undefined) throw new Error(`no PostgreSQL runs for these tests: ${POSTGRES} is not set`);
  return url;
};
