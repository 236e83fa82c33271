/**
 * Calls `reload` at each SIGHUP, which would otherwise end the process. Reloads come one after the other.
 * @returns ends the listening; from then on a SIGHUP ends the process again
 */
export const onHangup = (reload: () => Promise<void>): (() => void) => {
  let last = Promise.resolve();
  const heard = (): void => {
    last = last.then(reload);
  };
  process.on('SIGHUP', heard);
  return () => process.off('SIGHUP', heard);
};
