/** A stand-in for a part that a test doesn't use. Every use of it throws. */
export const notThere = <T extends object>(what: string): T => {
  const missing = (): never => {
    throw new Error(`this test has no ${what}`);
  };
  const anything: object = new Proxy(missing, { get: () => anything, apply: missing });
  return anything as T;
};
