// The package has types only for starting a program. The simulated modem needs a bare pseudo-terminal, which the
// package's own files open like this.
declare module '@lydell/node-pty/requireBinary.js' {
  /** @param file the name of a native module of the package, such as `pty.node` */
  export const requireBinary: (file: string) => {
    /** @returns two descriptors that the caller must close, and the path of the second */
    readonly open: (columns: number, rows: number) => { master: number; slave: number; pty: string };
  };
}
