/** A part that is only named while a thing is put together, and whose every use is an error. */
export const notThere = <T extends object>(what: string): T => {
  const missing = (): never => {
    throw new Error(`this test has no ${what}`);
  };
  const anything: object = new Proxy(missing, { get: () => anything, apply: missing });
  return anything as T;
};
