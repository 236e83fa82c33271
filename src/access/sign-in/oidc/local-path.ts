const LONGEST = 512;

/**
 * The place to go to after a sign-in, if it is a path of the gateway itself; otherwise the start page. Browsers read
 * `//host` and `/\host` as another host, and drop tabs and line ends before they look.
 */
export const localPath = (asked: string | undefined): string =>
  asked !== undefined && asked.length <= LONGEST && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)
    ? asked
    : '/';
