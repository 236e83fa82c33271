// Loaded before a gateway by `--import`: its wall clock begins at a chosen moment, and goes on from there. So two versions
// that are started one after the other answer at the same time, and a file of last year is still of today.
const atMs = Number(process.env['TOCSIN_AT_MS']);

if (atMs > 0) {
  const Real = Date;
  const aheadMs = atMs - Real.now();
  const now = (): number => Real.now() + aheadMs;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}
